"""Tell a member by mail what was done to her sign-in, at every address that she has with us."""

from collections.abc import Collection
from dataclasses import dataclass

from consortium.db import Transaction
from consortium.outbox import Mail, post


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Where a member is told: her addresses, what the consortium is called, and her page of devices."""

    addresses: Collection[str]
    title: str
    home: str

    @property
    def devices(self) -> str:
        """The address of her page."""
        return f"{self.home}/me/devices"


async def tell(tx: Transaction, reach: Reach, subject: str, body: str) -> None:
    """Post the same mail to each of her addresses, once."""
    for address in {each.casefold(): each for each in reach.addresses}.values():
        await post(tx, Mail(kind="sign_in_news", address=address, subject=f"{reach.title}: {subject}", body=body))
