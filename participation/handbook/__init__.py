"""The handbook: three parts for officials, a short path for the elected, lists to tick off; in versions."""
