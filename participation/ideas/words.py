"""What the orders of ideas are called."""

from participation.i18n import lazy, name
from participation.ideas.rules import Order

name({Order.RANDOM: lazy("Random order"), Order.NEW: lazy("Newest first")})
