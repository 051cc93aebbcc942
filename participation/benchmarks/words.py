"""Texts that look like what people write: their lengths, languages and words are spread as in real dialogues. Pure."""

from __future__ import annotations

from random import Random

LANGUAGES = ("sv", "en", "ar", "fi")
_WEIGHTS = (82, 7, 7, 4)

_WORDS = {
    "sv": (
        "vi behöver fler bänkar vid vattnet och bättre belysning på vägen hem från stationen så att barn äldre och "
        "alla andra kan känna sig trygga det saknas en lekplats i parken där bussen stannar kommunen borde plantera "
        "träd rusta upp biblioteket öppna ett kafé bygga cykelväg längs ån ta bort rötter laga gropar skotta tidigare"
    ),
    "en": (
        "we need more benches by the water and better lighting on the way home from the station so that children older "
        "people and everyone else can feel safe there is no playground in the park where the bus stops"
    ),
    "ar": (
        "نحتاج إلى مقاعد أكثر قرب الماء وإضاءة أفضل في الطريق من المحطة حتى يشعر الأطفال وكبار السن بالأمان لا "
        "يوجد ملعب في الحديقة حيث تقف الحافلة نريد أشجاراً ومقهى ومكتبة مفتوحة في المساء"
    ),
    "fi": (
        "tarvitsemme lisää penkkejä veden äärelle ja parempaa valaistusta asemalta kotiin johtavalle tielle jotta "
        "lapset ja vanhukset voivat tuntea olonsa turvalliseksi puistossa ei ole leikkipaikkaa"
    ),
}
_NAMES = (
    "",
    "",
    "",
    "Anna",
    "Bo",
    "Morgonsimmare",
    "Granne på Torpa",
    "Elevråd",
    "Pendlare",
    "أم يوسف",
    "Leena",
    "M. K.",
)


def language(random: Random) -> str:
    """Mostly Swedish."""
    return random.choices(LANGUAGES, _WEIGHTS)[0]


def name(random: Random) -> str:
    """Often none."""
    return random.choice(_NAMES)


def sentence(random: Random, locale: str, shortest: int, longest: int) -> str:
    """Between so many words, the first with a capital letter."""
    words = _WORDS[locale].split()
    return " ".join(random.choice(words) for _ in range(random.randint(shortest, longest))).capitalize()


def text(random: Random, locale: str) -> str:
    """A few sentences; one in twenty writes much more than the others."""
    n = random.randint(8, 20) if random.random() < 0.05 else random.randint(1, 5)
    return " ".join(f"{sentence(random, locale, 5, 14)}." for _ in range(n))
