"""The printed forms as data: which cells a form has, what is printed beside them, and which sums must hold.

Sources: 国办公开办函〔2019〕60号 (2019 form) and 国办公开办函〔2021〕30号 (2021 form). A new form is a new TOML file here.
"""

from goiextract.forms.form import Column, Form, FormRow, FormTable, Identity, YearLink, YearTerm
from goiextract.forms.loader import form_named, forms, load_form
from goiextract.forms.written import (
    INVISIBLE,
    REMARK,
    UNITS,
    has_digit,
    in_one_width,
    is_page_number,
    kind_of,
    looks_like_figure,
    raised,
)

__all__ = [
    "INVISIBLE",
    "REMARK",
    "UNITS",
    "Column",
    "Form",
    "FormRow",
    "FormTable",
    "Identity",
    "YearLink",
    "YearTerm",
    "form_named",
    "forms",
    "has_digit",
    "in_one_width",
    "is_page_number",
    "kind_of",
    "load_form",
    "looks_like_figure",
    "raised",
]
