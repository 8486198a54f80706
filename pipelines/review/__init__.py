"""Who is who, as the user decides it: decisions, questions, and the evidence behind them."""
