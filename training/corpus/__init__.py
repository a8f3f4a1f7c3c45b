"""Whole broken reports of our own making, with gold: figures → wording → tables → a real file → read back → gold.

Run ``python -m training.corpus --out DIR --reports N --seed S``. Nothing here stands in any real report: places, agencies
and sentences are invented; only the official labels of the forms and the kinds of damage are real.
"""
