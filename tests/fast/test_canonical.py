"""The canonical encoding of a dump, against one written out by hand (STA-020 to STA-024)."""

import hashlib

from tallystick.conformance.spec_files import load_preset
from tallystick.fast import Build, FastEngine
from tallystick.fast.canonical import encode_dump
from tallystick.reference.types.choices import MarketKind, Profile, SelfTrade, Side
from tallystick.reference.types.commands import (
    AddDelegate,
    Command,
    Deposit,
    ListAsset,
    ListMarket,
    NewOrder,
    OpenAccount,
    PlaceOrder,
    SetMark,
)
from tallystick.reference.types.outcome import Accepted
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    Lots,
    MarketId,
    Milliseconds,
    OrderId,
    Price,
    PrincipalId,
)

WRITTEN = (
    '{"accounts":[{"account":"1","balances":[{"asset":"1","atoms":"1000","reserved_atoms":"300"}],'
    '"delegates":["5","21"],"fee_exempt":false,"last_order_id":"4","owner":"11"}],'
    '"assets":[{"asset":"1","fee_cap_atoms":"3","lot_atoms":"7","mark":null,"mark_time":null,'
    '"supply_atoms":"1000","treasury_atoms":"0"},'
    '{"asset":"2","fee_cap_atoms":"5","lot_atoms":"10","mark":"99","mark_time":"0",'
    '"supply_atoms":"0","treasury_atoms":"0"}],'
    '"markets":[{"asks":[],"asset":"2","bids":[{"account":"1","expires_at":"77","fee_cap_atoms":"5",'
    '"fee_credit":0,"fee_paid_atoms":"0","maker_fee_rate":7777,"open_lots":"3",'
    '"order_id":"4","order_type":"limit","price":"100","reduce_only":false,'
    '"self_trade":"decrement","taker_fee_rate":13331}],'
    '"halted":false,"kind":"spot","market":"1","minimum_lots":"2","tick":"5"}],'
    '"now":"0","parameters":{"base_fee_cap_atoms":"3","base_lot_atoms":"7","max_accounts":3,'
    '"max_assets":3,"max_batch_commands":3,"max_delegates_per_account":3,"max_markets":3,'
    '"max_orders":7,"max_orders_per_account":3,"max_touches":3,"reservation_multiple_tenths":15,'
    '"spot_maker_fee_rate":7777,"spot_taker_fee_rate":13331},"profile":"spot/1"}'
)

OPERATOR = PrincipalId(0)
OWNER = PrincipalId(11)
ACCOUNT = AccountId(1)
COMMANDS: tuple[Command, ...] = (
    ListAsset(OPERATOR, Atoms(10), Atoms(5)),
    ListMarket(OPERATOR, AssetId(2), MarketKind.SPOT, Price(5), Lots(2)),
    SetMark(OPERATOR, AssetId(2), Price(99)),
    OpenAccount(OWNER),
    AddDelegate(OWNER, ACCOUNT, PrincipalId(21)),
    AddDelegate(OWNER, ACCOUNT, PrincipalId(5)),
    Deposit(OWNER, ACCOUNT, AssetId(1), Atoms(1000)),
    PlaceOrder(
        OWNER,
        ACCOUNT,
        NewOrder(
            OrderId(4),
            MarketId(1),
            Side.BUY,
            Price(100),
            Lots(3),
            self_trade=SelfTrade.DECREMENT,
            expires_at=Milliseconds(77),
        ),
    ),
)


def test_the_encoding_is_the_one_written_by_hand(build: Build) -> None:
    # Given a venue with a mark, delegates not in order, and a resting order
    engine = FastEngine(Profile.SPOT_1, load_preset("minimal"), build)
    for command in COMMANDS:
        assert isinstance(engine.apply(command), Accepted)
    # When it is dumped and encoded
    # Then every byte is as STA-023 says, and the root is the hash of the bytes
    assert encode_dump(engine.dump()).decode("ascii") == WRITTEN
    assert engine.root() == hashlib.sha256(WRITTEN.encode()).hexdigest()
