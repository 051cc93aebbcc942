"""Written statements (yttranden) on what the law has residents consulted about, and the reports made of them."""
