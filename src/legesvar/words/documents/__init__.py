"""Documents people keep: invoice and credit note, journal extract, a dialogue on paper.

Whoever needs one fills in a frozen dataclass from `shapes` with plain values and gets PDF bytes from `render.render`.
"""
