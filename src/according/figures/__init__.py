"""What a report counts: figures with their range, measure and noun, and the happening that each belongs to."""

from according.figures.make import make_figures
from according.figures.spot import find_quantities
from according.figures.ties import tie_figure, tie_figures

__all__ = ["find_quantities", "make_figures", "tie_figure", "tie_figures"]
