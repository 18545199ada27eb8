"""Units. Each is a plain `int` to the interpreter and a distinct type to the type checker.

A checker does not notice `price + lots`; arithmetic that crosses units goes through the named
functions of `tallystick.reference.numbers` (spec chapter 01).
"""

from typing import NewType

PrincipalId = NewType("PrincipalId", int)
"""Signer of a command; 0 is the operator (STA-002)."""
AccountId = NewType("AccountId", int)
"""Counts up from 1 in the order of opening (STA-004)."""
AssetId = NewType("AssetId", int)
"""Counts up from 1 in the order of listing; 1 is the base asset (STA-006)."""
MarketId = NewType("MarketId", int)
"""Counts up from 1 in the order of listing (STA-008)."""
OrderId = NewType("OrderId", int)
"""Chosen by the caller, strictly increasing within an account (MAT-004)."""
LoanId = NewType("LoanId", int)
"""Counts up from 1 in the order in which loans are opened or split off (LND-012)."""
LegId = NewType("LegId", int)
"""Counts up from 1 in each market, in the order in which legs begin (PRP-002)."""
EscrowId = NewType("EscrowId", int)
"""Counts up from 1 in the order in which rewards are earned (LIQ-021)."""
Atoms = NewType("Atoms", int)
"""Smallest ledger unit of one asset (NUM-002)."""
Lots = NewType("Lots", int)
"""Quantity unit of the markets of an asset (NUM-003)."""
Price = NewType("Price", int)
"""Base atoms per lot; on a lending market basis points a year (NUM-004)."""
Milliseconds = NewType("Milliseconds", int)
"""Time since the Unix epoch (NUM-005)."""
Hours = NewType("Hours", int)
"""Hours of a loan, counted from its start (LND-020)."""
FeeRate = NewType("FeeRate", int)
"""Units of 1/100,000 of an amount (NUM-006)."""
FeeCredit = NewType("FeeCredit", int)
"""Units of 1/100,000 atom already paid by rounding up, 0 to 99,999 (SPT-012)."""
InterestCredit = NewType("InterestCredit", int)
"""Units of 1/87,600,000 atom already paid by rounding up, 0 to 87,599,999 (LND-021)."""
FundingRate = NewType("FundingRate", int)
"""Units of 1/10,000,000 of the mark for each tick; longs pay if it is positive (PRP-015)."""
FundingIndex = NewType("FundingIndex", int)
"""Base atoms that a lot, held long since the beginning, has paid in funding (PRP-017)."""
FundingRemainder = NewType("FundingRemainder", int)
"""Units of 1/10,000,000 atom that the index does not show yet, 0 to 9,999,999 (PRP-017)."""
Premium = NewType("Premium", int)
"""Lots times their premium over the mark, in units of 1/2^30 of the mark (PRP-019)."""
Tenths = NewType("Tenths", int)
"""A factor in tenths: 15 means 1.5 (NUM-006)."""
Permille = NewType("Permille", int)
"""A factor in thousandths (LND-013)."""
Count = NewType("Count", int)
"""A number of things: touches, commands of a batch, capacity of a list (NUM-006)."""
