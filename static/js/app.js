// Improves pages that already work. Every word it shows comes from the page.
"use strict";

const language = document.documentElement.lang.replace(/-x-.*/, "") || undefined;
const grouped = new Intl.NumberFormat(language);
const fill = (words, count) => words.replace("{n}", grouped.format(count));

// Characters left: shown at once, said when the person pauses and only when the end is near.
for (const control of document.querySelectorAll("[data-max-length]")) {
  const shown = document.getElementById(`${control.id}-counter`);
  if (!shown) continue;
  const limit = Number(control.dataset.maxLength);
  const said = document.createElement("span");
  said.className = "visually-hidden";
  said.setAttribute("aria-live", "polite");
  shown.after(said);
  let pause;
  const count = () => {
    const left = limit - [...control.value].length;
    const words = left < 0 ? fill(shown.dataset.over, -left) : fill(shown.dataset.left, left);
    shown.textContent = words;
    shown.classList.toggle("is-over", left < 0);
    return left <= limit / 10 ? words : "";
  };
  control.addEventListener("input", () => {
    const words = count();
    clearTimeout(pause);
    pause = setTimeout(() => { said.textContent = words; }, 1000);
  });
  // What is written decides the direction; an empty field follows the page.
  const turn = () => { control.dir = control.value ? "auto" : ""; };
  if (!control.hasAttribute("dir")) {
    control.addEventListener("input", turn);
    turn();
  }
  if (control.value) count();
}

// Copy buttons appear only where copying works.
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      (button.querySelector("[data-copy-text]") || button).textContent = button.dataset.copied;
    } catch {
      const value = document.querySelector(".copy-code-value");
      if (value) getSelection().selectAllChildren(value);
    }
  });
}

// What must be mended is met first, then what the step before came to.
document.querySelector("[data-error-summary], [data-outcome]")?.focus();

// A form is sent once. The button stays a button, so that its name and value are sent and focus stays where it is.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "get") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-disabled", "true");
  setTimeout(() => release(form), 20000);
});

const release = (form) => {
  delete form.dataset.sent;
  for (const button of document.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
};

// Back from the next page, the form can be sent again.
addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(release);
});
