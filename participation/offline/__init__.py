"""Taking part without the web: a survey on paper, and what officials type in that came on paper, by phone, on a visit
or at a meeting. It becomes an ordinary contribution of the same weight, whose channel is told wherever it is shown."""
