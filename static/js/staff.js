// The back office: saving while one writes, and the moderation queue by keyboard. Every word comes from the page.
"use strict";

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const status = form.querySelector("[data-autosave-status]") || document.querySelector("[data-autosave-status]");
  let timer;
  let saving = false;
  let changed = false;
  let leaving = false;
  let waiting;

  const say = (words, failed) => {
    if (!status) return;
    status.textContent = words;
    status.classList.toggle("is-failed", failed);
  };

  const save = async () => {
    if (leaving) return;
    if (saving) {
      changed = true;
      return;
    }
    saving = true;
    changed = false;
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Autosave": "1", Accept: "application/json" },
        credentials: "same-origin",
        redirect: "error",
        signal: AbortSignal.timeout?.(15000),
      });
      const said = await answer.json();
      if (leaving) return;
      if (answer.ok) {
        const seen = form.elements.namedItem("seen");
        if (seen && said.seen !== undefined && said.seen !== null) seen.value = said.seen;
        // New rows now have names of their own; the next save must mean the same rows.
        for (const [name, value] of Object.entries(said.fields || {})) {
          const field = form.elements.namedItem(name);
          if (field) field.value = value;
        }
        say(said.saved || "", false);
      } else {
        say(said.message || status?.dataset.failed || "", true);
      }
    } catch {
      if (!leaving) say(status?.dataset.failed || "", true);
    } finally {
      saving = false;
      if (waiting) form.requestSubmit(waiting.button);
      else if (changed) later();
    }
  };

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(save, 1500);
  };

  form.addEventListener("input", (event) => {
    if (event.target.type !== "file") later();
  });
  // A save under way answers with a new "seen"; sending before that would look like somebody else's change.
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (saving) {
      event.preventDefault();
      waiting = { button: event.submitter };
      return;
    }
    waiting = undefined;
    leaving = true;
  });
  addEventListener("pageshow", () => { leaving = false; });
}

const writing = (element) =>
  element.isContentEditable || element.matches("textarea, select, input:not([type=radio], [type=checkbox], [type=submit], [type=button])");

const keys = {
  j: () => document.querySelector("[data-next]")?.click(),
  k: () => document.querySelector("[data-previous]")?.click(),
  a: () => {
    const approve = document.querySelector("[data-approve]");
    if (approve instanceof HTMLFormElement) approve.requestSubmit();
    else approve?.click();
  },
  h: () => {
    const hide = document.querySelector("[data-hide]");
    if (!hide) return;
    if (hide instanceof HTMLDetailsElement) hide.open = true;
    const target = hide.querySelector("input:not([type=hidden]), textarea, select") || hide;
    target.scrollIntoView({ block: "center" });
    target.focus();
  },
  "?": () => {
    const help = document.querySelector("[data-shortcuts]");
    if (!help) return;
    help.open = !help.open;
    if (help.open) help.scrollIntoView({ block: "nearest" });
  },
};

// Whoever speaks to the computer, or types by accident, can turn single keys off.
const off = document.querySelector("[data-shortcuts-off]");
const help = document.querySelector("[data-shortcuts]");
if (help) help.hidden = false;
if (off) {
  off.checked = localStorage.getItem("shortcuts") === "off";
  off.addEventListener("change", () => localStorage.setItem("shortcuts", off.checked ? "off" : "on"));
}

if (document.querySelector("[data-next], [data-previous], [data-approve], [data-hide]")) {
  document.addEventListener("keydown", (event) => {
    if (off?.checked || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return;
    if (writing(event.target) || document.querySelector(":popover-open, dialog[open]")) return;
    const act = Object.hasOwn(keys, event.key) ? keys[event.key] : undefined;
    if (!act) return;
    event.preventDefault();
    act();
  });
}
