"""What the seasons are called."""

from participation.calendar.rules import Season
from participation.i18n import lazy, name

name({Season.SUMMER: lazy("the summer holidays"), Season.CHRISTMAS: lazy("the Christmas holidays")})
