/* A `match/1` engine in plain C11, written from the spec.
 *
 *     cc -O2 -o match_engine match_engine.c
 *     tallystick run "exec:./match_engine" --profile match/1
 *
 * Made to be read: a clause number says which sentence of the spec a line carries out. The state
 * is one struct whose arrays are allocated when a venue is opened, as large as its parameters
 * say. A command writes at once where it wants to, but remembers what was there, so that it can
 * be taken back if it turns out to be rejected: see `changing` and `take_back`.
 */
#include "wire.h"

/* --- Commands (chapter 03) ------------------------------------------------------------------- */

enum field {
    SIGNER, ACCOUNT, TO_ACCOUNT, DELEGATE, ASSET, MARKET, ANY_MARKET, ATOMS, LOT_ATOMS,
    FEE_CAP_ATOMS, PRICE, TICK, MARK, LOTS, OPEN_LOTS, MINIMUM_LOTS, ORDER_ID, NEW_ORDER_ID, NOW,
    EXPIRES_AT, MARKET_KIND, SIDE, ORDER_TYPE, SELF_TRADE, HALTED, EXEMPT, REDUCE_ONLY,
    LOAN, OWN_LOAN, REDUCE_LOTS, EXTEND, RETURNABLE, EXTENSIBLE, AUTO_RENEW,
    FIELDS, END = FIELDS
};

enum side { BUY, SELL };
enum order_type { LIMIT, IOC, FOK, POST_ONLY };
enum policy { REJECT, CANCEL_MAKER, CANCEL_TAKER, DECREMENT };
enum market_kind { SPOT, PERP, LEND };

static const char *const SIDES[] = {"buy", "sell", NULL};
static const char *const ORDER_TYPES[] = {"limit", "ioc", "fok", "post_only", NULL};
static const char *const POLICIES[] = {"reject", "cancel_maker", "cancel_taker", "decrement", NULL};
static const char *const MARKET_KINDS[] = {"spot", "perp", "lend", NULL};
static const char *const FLAGS[] = {"false", "true", NULL};

#define POWER(bits) (1LL << (bits))

/* Whether a key may be left out (CNF-010): it then means the first of its words, or null, which
 * may also be written. */
enum presence { NEEDED, FIRST_WORD, NULLABLE };

/* The form of every field; a number has a range (NUM-010), everything else has words. */
static const struct field_form {
    const char *name;
    long long lowest, highest;
    const char *const *words;
    enum presence presence;
} FORMS[FIELDS] = {
    [SIGNER] = {"signer", 0, POWER(31) - 1, NULL, NEEDED},
    [ACCOUNT] = {"account", 1, POWER(31) - 1, NULL, NEEDED},
    [TO_ACCOUNT] = {"to_account", 1, POWER(31) - 1, NULL, NEEDED},
    [DELEGATE] = {"delegate", 1, POWER(31) - 1, NULL, NEEDED},
    [ASSET] = {"asset", 1, POWER(31) - 1, NULL, NEEDED},
    [MARKET] = {"market", 1, POWER(31) - 1, NULL, NEEDED},
    [ANY_MARKET] = {"market", 1, POWER(31) - 1, NULL, NULLABLE},
    [ATOMS] = {"atoms", 1, POWER(56), NULL, NEEDED},
    [LOT_ATOMS] = {"lot_atoms", 1, POWER(40), NULL, NEEDED},
    [FEE_CAP_ATOMS] = {"fee_cap_atoms", 0, POWER(56), NULL, NEEDED},
    [PRICE] = {"price", 1, POWER(40), NULL, NEEDED},
    [TICK] = {"tick", 1, POWER(40), NULL, NEEDED},
    [MARK] = {"mark", 1, POWER(40), NULL, NEEDED},
    [LOTS] = {"lots", 1, POWER(40), NULL, NEEDED},
    [OPEN_LOTS] = {"open_lots", 1, POWER(40), NULL, NEEDED},
    [MINIMUM_LOTS] = {"minimum_lots", 1, POWER(40), NULL, NEEDED},
    [ORDER_ID] = {"order_id", 1, POWER(62) - 1, NULL, NEEDED},
    [NEW_ORDER_ID] = {"order_id", 1, POWER(61) - 1, NULL, NEEDED},
    [NOW] = {"now", 0, POWER(53) - 1, NULL, NEEDED},
    [EXPIRES_AT] = {"expires_at", 0, POWER(53) - 1, NULL, NULLABLE},
    [MARKET_KIND] = {"kind", 0, 0, MARKET_KINDS, NEEDED},
    [SIDE] = {"side", 0, 0, SIDES, NEEDED},
    [ORDER_TYPE] = {"order_type", 0, 0, ORDER_TYPES, FIRST_WORD},
    [SELF_TRADE] = {"self_trade", 0, 0, POLICIES, NULLABLE},
    [HALTED] = {"halted", 0, 0, FLAGS, NEEDED},
    [EXEMPT] = {"exempt", 0, 0, FLAGS, NEEDED},
    [REDUCE_ONLY] = {"reduce_only", 0, 0, FLAGS, FIRST_WORD},
    [LOAN] = {"loan", 1, POWER(61) - 1, NULL, NEEDED},
    [OWN_LOAN] = {"own_loan", 1, POWER(61) - 1, NULL, NULLABLE},
    [REDUCE_LOTS] = {"reduce_lots", 0, POWER(40), NULL, NEEDED},
    [EXTEND] = {"extend", 0, 0, FLAGS, NEEDED},
    [RETURNABLE] = {"returnable", 0, 0, FLAGS, NULLABLE},
    [EXTENSIBLE] = {"extensible", 0, 0, FLAGS, NULLABLE},
    [AUTO_RENEW] = {"auto_renew", 0, 0, FLAGS, NULLABLE},
};

#define ABSENT LLONG_MIN /* no number on the wire is read as this one */

/* A number by field: of a choice its place among the words, of a flag 0 or 1. */
struct command {
    const struct command_form *form;
    long long at[FIELDS];
    struct node *commands; /* of a batch */
};

static const char *open_account(const struct command *);
static const char *list_asset(const struct command *);
static const char *list_market(const struct command *);
static const char *set_halted(const struct command *);
static const char *advance_time(const struct command *);
static const char *place_order(const struct command *);
static const char *amend_order(const struct command *);
static const char *cancel_order(const struct command *);
static const char *replace_order(const struct command *);
static const char *cancel_all(const struct command *);
static const char *batch(const struct command *);

/* Every command: how the profile executes it, if it has it (CMD-007), and its fields. */
static const struct command_form {
    const char *type;
    const char *(*execute)(const struct command *); /* returns why it is rejected, or NULL */
    bool is_inner; /* may stand in a batch (CMD-045) */
    bool has_order;
    enum field fields[7];
} COMMANDS[] = {
    {"open_account", open_account, false, false, {SIGNER, END}},
    {"add_delegate", NULL, false, false, {SIGNER, ACCOUNT, DELEGATE, END}},
    {"remove_delegate", NULL, false, false, {SIGNER, ACCOUNT, DELEGATE, END}},
    {"deposit", NULL, false, false, {SIGNER, ACCOUNT, ASSET, ATOMS, END}},
    {"withdraw", NULL, false, false, {SIGNER, ACCOUNT, ASSET, ATOMS, END}},
    {"transfer", NULL, false, false, {SIGNER, ACCOUNT, TO_ACCOUNT, ASSET, ATOMS, END}},
    {"list_asset", list_asset, false, false, {SIGNER, LOT_ATOMS, FEE_CAP_ATOMS, END}},
    {"list_market", list_market, false, false,
     {SIGNER, ASSET, MARKET_KIND, TICK, MINIMUM_LOTS, END}},
    {"set_mark", NULL, false, false, {SIGNER, ASSET, MARK, END}},
    {"set_halted", set_halted, false, false, {SIGNER, MARKET, HALTED, END}},
    {"set_fee_exempt", NULL, false, false, {SIGNER, ACCOUNT, EXEMPT, END}},
    {"withdraw_treasury", NULL, false, false, {SIGNER, ASSET, ATOMS, END}},
    {"advance_time", advance_time, false, false, {SIGNER, NOW, END}},
    {"place_order", place_order, true, true, {SIGNER, ACCOUNT, END}},
    {"amend_order", amend_order, true, false, {SIGNER, ACCOUNT, ORDER_ID, PRICE, OPEN_LOTS, END}},
    {"cancel_order", cancel_order, true, false, {SIGNER, ACCOUNT, ORDER_ID, END}},
    {"replace_order", replace_order, true, true, {SIGNER, ACCOUNT, ORDER_ID, END}},
    {"cancel_all", cancel_all, true, false, {SIGNER, ACCOUNT, ANY_MARKET, END}},
    {"pay_interest", NULL, true, false, {SIGNER, ACCOUNT, LOAN, REDUCE_LOTS, EXTEND, END}},
    {"pay_claims", NULL, true, false, {SIGNER, ACCOUNT, LOAN, ATOMS, END}},
    {"set_loan_terms", NULL, false, false,
     {SIGNER, ACCOUNT, LOAN, RETURNABLE, EXTENSIBLE, AUTO_RENEW, END}},
    {"swap_loan", NULL, true, false, {SIGNER, ACCOUNT, LOAN, OWN_LOAN, END}},
    {"renew_loan", NULL, false, false, {SIGNER, ACCOUNT, LOAN, END}},
    {"roll_loan", NULL, false, false, {SIGNER, LOAN, END}},
    {"batch", batch, false, false, {SIGNER, ACCOUNT, END}},
};
static const enum field NEW_ORDER[] = {
    NEW_ORDER_ID, MARKET, SIDE, PRICE, LOTS, ORDER_TYPE, SELF_TRADE, EXPIRES_AT, REDUCE_ONLY,
    RETURNABLE, EXTENSIBLE, END};

static long long read_word(struct node *member, const struct field_form *form) {
    enum form wanted = form->words == FLAGS ? FLAG : STRING;
    int place = 0;
    expect_under(member->form == wanted, "a known word", form->name);
    while (form->words[place] != NULL && strcmp(form->words[place], member->text) != 0)
        place++;
    expect_under(form->words[place] != NULL, "a known word", form->name);
    return place;
}

/* Read these fields of an object, which must have no others (CNF-101). */
static void read_fields(struct node *object, const enum field *fields, long long *numbers) {
    for (; *fields != END; fields++) {
        const struct field_form *form = &FORMS[*fields];
        struct node *member = take_if_there(object, form->name);
        expect_under(member != NULL || form->presence != NEEDED, "something", form->name);
        if (form->presence == NULLABLE && (member == NULL || member->form == ABSENCE))
            numbers[*fields] = ABSENT;
        else if (member == NULL)
            numbers[*fields] = 0;
        else if (form->words != NULL)
            numbers[*fields] = read_word(member, form);
        else
            numbers[*fields] = take_decimal(object, form->name);
    }
    expect_no_more(object);
}

/* A command in the form of STA-023, with all that is inside. */
static void read_command(struct node *object, bool is_inner, struct command *command) {
    const char *type = take_text(object, "type");
    *command = (struct command){.form = NULL};
    for (size_t i = 0; i < sizeof COMMANDS / sizeof *COMMANDS; i++)
        if (strcmp(type, COMMANDS[i].type) == 0 && (COMMANDS[i].is_inner || !is_inner))
            command->form = &COMMANDS[i];
    expect(command->form != NULL, "the type of a command that may stand here");
    for (int field = 0; field < FIELDS; field++)
        command->at[field] = ABSENT;
    if (command->form->has_order)
        read_fields(take(object, "order"), NEW_ORDER, command->at);
    if (command->form->execute == batch) {
        command->commands = take_list(object, "commands")->first;
        for (struct node *inner = command->commands; inner != NULL; inner = inner->next)
            read_command(inner, true, &(struct command){.form = NULL});
    }
    read_fields(object, command->form->fields, command->at);
}

static bool in_range(const struct command *command) {
    for (int field = 0; field < FIELDS; field++) {
        long long number = command->at[field];
        const struct field_form *form = &FORMS[field];
        if (number != ABSENT && form->words == NULL &&
            (number < form->lowest || number > form->highest))
            return false;
    }
    return true;
}

/* --- The state (chapter 02) ------------------------------------------------------------------ */

/* Every parameter with its range (STA-001), in the order in which the dump has them. */
enum parameter {
    BASE_FEE_CAP_ATOMS, BASE_LOT_ATOMS, MAX_ACCOUNTS, MAX_ASSETS, MAX_BATCH_COMMANDS,
    MAX_DELEGATES_PER_ACCOUNT, MAX_MARKETS, MAX_ORDERS, MAX_ORDERS_PER_ACCOUNT, MAX_TOUCHES,
    RESERVATION_MULTIPLE_TENTHS, SPOT_MAKER_FEE_RATE, SPOT_TAKER_FEE_RATE, PARAMETERS
};
static const struct {
    const char *name;
    long long lowest, highest;
} PARAMETER_FORMS[PARAMETERS] = {
    [BASE_FEE_CAP_ATOMS] = {"base_fee_cap_atoms", 0, POWER(56)},
    [BASE_LOT_ATOMS] = {"base_lot_atoms", 1, POWER(40)},
    [MAX_ACCOUNTS] = {"max_accounts", 1, POWER(20)},
    [MAX_ASSETS] = {"max_assets", 1, POWER(10)},
    [MAX_BATCH_COMMANDS] = {"max_batch_commands", 1, POWER(10)},
    [MAX_DELEGATES_PER_ACCOUNT] = {"max_delegates_per_account", 1, POWER(10)},
    [MAX_MARKETS] = {"max_markets", 1, POWER(10)},
    [MAX_ORDERS] = {"max_orders", 1, POWER(20)},
    [MAX_ORDERS_PER_ACCOUNT] = {"max_orders_per_account", 1, POWER(20)},
    [MAX_TOUCHES] = {"max_touches", 1, POWER(20)},
    [RESERVATION_MULTIPLE_TENTHS] = {"reservation_multiple_tenths", 10, 40},
    [SPOT_MAKER_FEE_RATE] = {"spot_maker_fee_rate", 0, 50000},
    [SPOT_TAKER_FEE_RATE] = {"spot_taker_fee_rate", 0, 50000},
};

/* A resting order is in two lists: its side, best first, and the orders of its account, ascending
 * by market and id. A list is a ring with a head that is no order. */
enum list { OF_SIDE, OF_ACCOUNT, LISTS };
struct order {
    long long account, order_id, market, price, open_lots, expires_at;
    enum side side;
    enum order_type order_type;
    enum policy self_trade;
    struct order *previous[LISTS], *next[LISTS];
};
struct asset {
    long long lot_atoms, fee_cap_atoms;
};
struct market {
    long long asset, tick, minimum_lots;
    enum market_kind kind;
    bool halted;
    struct order sides[2];
};
struct account {
    long long owner, last_order_id, order_count;
    struct order orders;
};

/* Ids count from 1, arrays from 0. */
static struct venue {
    bool is_open;
    long long parameters[PARAMETERS];
    long long now, asset_count, market_count, account_count, order_count;
    struct asset *assets;
    struct market *markets;
    struct account *accounts;
    struct order *orders;      /* room for max_orders */
    struct order *unused;      /* those that were used before, linked by next[OF_SIDE] */
    long long first_never_used;
} venue;

/* Of the present command: its events, the budget it has used, and what it has overwritten. */
static struct text events, overwritten;
static long long touched, rejected_index;

/* --- Changing and taking back (CMD-004) ------------------------------------------------------ */

struct old_bytes {
    void *where;
    size_t size;
};

static void remember(void *where, size_t size) {
    append(&overwritten, where, size);
    append(&overwritten, &(struct old_bytes){where, size}, sizeof(struct old_bytes));
}

/* To be called before an order, an account or the venue's own struct is written to. */
#define changing(thing) remember((thing), sizeof *(thing))

static void take_back(void) {
    while (overwritten.length > 0) {
        struct old_bytes old;
        overwritten.length -= sizeof old;
        memcpy(&old, overwritten.bytes + overwritten.length, sizeof old);
        overwritten.length -= old.size;
        memcpy(old.where, overwritten.bytes + overwritten.length, old.size);
    }
}

/* An event with its fields (CMD-050), written like those of `say`. */
static void event(const char *, ...) FORMAT(1, 2);
static void event(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    append(&events, ",", events.length > 0);
    say_list(&events, format, arguments);
    va_end(arguments);
}

/* --- Orders in their lists ------------------------------------------------------------------- */

static struct market *market_of(const struct order *order) {
    return &venue.markets[order->market - 1];
}

static struct account *account_of(const struct order *order) {
    return &venue.accounts[order->account - 1];
}

static void make_empty(struct order *head, enum list list) {
    head->previous[list] = head->next[list] = head;
}

static void link_behind(struct order *before, struct order *order, enum list list) {
    struct order *after = before->next[list];
    changing(before);
    changing(after);
    order->previous[list] = before;
    order->next[list] = after;
    before->next[list] = after->previous[list] = order;
}

static void unlink_from(struct order *order, enum list list) {
    struct order *before = order->previous[list], *after = order->next[list];
    changing(before);
    changing(after);
    before->next[list] = after;
    after->previous[list] = before;
}

/* MAT-010: whether an order goes before a resting one of its side. */
static bool is_better(const struct order *order, const struct order *resting) {
    return order->side == BUY ? order->price > resting->price : order->price < resting->price;
}

static bool goes_before(const struct order *order, const struct order *other) {
    return order->market < other->market ||
           (order->market == other->market && order->order_id < other->order_id);
}

/* The order, which is on no side, rests from now on: at the tail of its price (MAT-030). */
static void rest(const struct order *walked) {
    changing(&venue);
    struct order *order = venue.unused;
    if (order != NULL)
        venue.unused = order->next[OF_SIDE];
    else
        order = &venue.orders[venue.first_never_used++];
    venue.order_count++;
    changing(order);
    *order = *walked;

    struct order *head = &market_of(order)->sides[order->side], *before = head->previous[OF_SIDE];
    while (before != head && is_better(order, before))
        before = before->previous[OF_SIDE];
    link_behind(before, order, OF_SIDE);

    struct account *account = account_of(order);
    changing(account);
    account->order_count++;
    head = &account->orders;
    before = head->previous[OF_ACCOUNT];
    while (before != head && goes_before(order, before))
        before = before->previous[OF_ACCOUNT];
    link_behind(before, order, OF_ACCOUNT);
}

/* A resting order rests no longer; its memory may be used again from now on. */
static void leave(struct order *order) {
    struct account *account = account_of(order);
    unlink_from(order, OF_SIDE);
    unlink_from(order, OF_ACCOUNT);
    changing(account);
    account->order_count--;
    changing(order);
    order->next[OF_SIDE] = venue.unused;
    changing(&venue);
    venue.unused = order;
    venue.order_count--;
}

/* The open lots of an order that is on no side cease. */
static void end(const struct order *order, const char *cause) {
    event("{'account':'%lld','cause':'%s','lots':'%lld','order_id':'%lld','type':'order_removed'}",
          order->account, cause, order->open_lots, order->order_id);
}

static void remove_order(struct order *order, const char *cause) {
    end(order, cause);
    leave(order);
}

static struct order *find_order(const struct command *command) {
    struct order *head = &venue.accounts[command->at[ACCOUNT] - 1].orders, *order = head;
    do
        order = order->next[OF_ACCOUNT];
    while (order != head && order->order_id != command->at[ORDER_ID]);
    return order == head ? NULL : order;
}

static bool is_expired(long long expires_at) { /* MAT-005 */
    return expires_at != ABSENT && venue.now >= expires_at;
}

/* --- The walk (chapter 04) ------------------------------------------------------------------- */

#define REQUIRE(condition, reason) \
    do {                           \
        if (!(condition))          \
            return reason;         \
    } while (0)

static bool crosses(const struct order *taker, const struct order *maker) { /* MAT-012 */
    return taker->side == BUY ? taker->price >= maker->price : taker->price <= maker->price;
}

static long long smaller(long long one, long long other) { return one < other ? one : other; }

/* The smaller of the two open quantities is taken from both. */
static long long take_from_both(struct order *maker, struct order *taker) {
    long long lots = smaller(maker->open_lots, taker->open_lots);
    taker->open_lots -= lots;
    changing(maker);
    maker->open_lots -= lots; /* keeps its place (MAT-011) */
    return lots;
}

static long long trade(struct order *maker, struct order *taker) { /* MAT-029 */
    long long lots = take_from_both(maker, taker);
    event("{'lots':'%lld','maker_account':'%lld','maker_order_id':'%lld','market':'%lld',"
          "'price':'%lld','taker_account':'%lld','taker_order_id':'%lld','taker_side':'%s',"
          "'type':'traded'}",
          lots, maker->account, maker->order_id, maker->market, maker->price, taker->account,
          taker->order_id, SIDES[taker->side]);
    return lots;
}

static void decrement(struct order *maker, struct order *taker) { /* MAT-026 */
    long long lots = take_from_both(maker, taker);
    event("{'account':'%lld','lots':'%lld','maker_order_id':'%lld','taker_order_id':'%lld',"
          "'type':'orders_decremented'}",
          taker->account, lots, maker->order_id, taker->order_id);
}

/* An order that is on no side meets the opposite side (MAT-020), and rests or ends (MAT-030). */
static const char *walk(struct order *taker) {
    struct order *makers = &market_of(taker)->sides[taker->side == BUY ? SELL : BUY];
    long long wanted = taker->open_lots, traded = 0;
    const char *cause = NULL;
    while (taker->open_lots > 0 && cause == NULL) {
        struct order *maker = makers->next[OF_SIDE];
        if (maker == makers || !crosses(taker, maker)) /* MAT-022 */
            break;
        bool own = maker->account == taker->account;
        if (touched == venue.parameters[MAX_TOUCHES]) { /* MAT-023 */
            REQUIRE(taker->order_type != POST_ONLY, "work_limit"); /* MAT-033 */
            cause = "work_limit";
        } else if (is_expired(maker->expires_at)) { /* MAT-024 */
            touched++;
            remove_order(maker, "expired");
        } else if (taker->order_type == POST_ONLY) { /* MAT-025 */
            return "post_only_crosses";
        } else if (own && taker->self_trade == REJECT) { /* MAT-026 */
            return "self_trade";
        } else if (own && taker->self_trade == CANCEL_TAKER) {
            cause = "self_trade";
        } else if (own && taker->self_trade == CANCEL_MAKER) {
            touched++;
            remove_order(maker, "self_trade");
        } else {
            touched++;
            if (own)
                decrement(maker, taker);
            else
                traded += trade(maker, taker);
            if (maker->open_lots == 0) /* CMD-051 */
                leave(maker);
        }
    }
    REQUIRE(taker->order_type != FOK || traded == wanted, "fok_not_filled"); /* MAT-032 */
    if (taker->open_lots == 0)
        return NULL;
    if (cause != NULL || taker->order_type == IOC) {
        end(taker, cause != NULL ? cause : "unfilled"); /* MAT-031 */
        return NULL;
    }
    event("{'account':'%lld','open_lots':'%lld','order_id':'%lld','type':'order_rested'}",
          taker->account, taker->open_lots, taker->order_id);
    rest(taker);
    return NULL;
}

/* --- Executing commands. Rules are judged in the order of reasons.toml (CMD-005). ------------- */

static const char *judge_price(const struct market *market, long long price) { /* MAT-002 */
    REQUIRE(price % market->tick == 0, "price_not_on_tick");
    REQUIRE(market->kind != LEND || price <= 9999, "rate_too_high");
    return NULL;
}

static const char *judge_lots(const struct market *market, long long lots) { /* MAT-008 */
    if (market->kind == SPOT)
        REQUIRE(lots >= market->minimum_lots, "below_minimum");
    else
        REQUIRE(lots % market->minimum_lots == 0, "not_multiple_of_minimum");
    return NULL;
}

static const char *open_account(const struct command *command) { /* CMD-020 */
    REQUIRE(venue.account_count < venue.parameters[MAX_ACCOUNTS], "too_many_accounts");
    struct account *account = &venue.accounts[venue.account_count++];
    *account = (struct account){.owner = command->at[SIGNER]};
    make_empty(&account->orders, OF_ACCOUNT);
    event("{'account':'%lld','owner':'%lld','type':'account_opened'}", venue.account_count,
          account->owner);
    return NULL;
}

static const char *list_asset(const struct command *command) { /* CMD-026 */
    REQUIRE(venue.asset_count < venue.parameters[MAX_ASSETS], "too_many_assets");
    struct asset *asset = &venue.assets[venue.asset_count++];
    *asset = (struct asset){command->at[LOT_ATOMS], command->at[FEE_CAP_ATOMS]};
    event("{'asset':'%lld','fee_cap_atoms':'%lld','lot_atoms':'%lld','type':'asset_listed'}",
          venue.asset_count, asset->fee_cap_atoms, asset->lot_atoms);
    return NULL;
}

static const char *list_market(const struct command *command) { /* CMD-027 */
    struct market new = {.asset = command->at[ASSET],
                         .kind = (enum market_kind)command->at[MARKET_KIND],
                         .tick = command->at[TICK],
                         .minimum_lots = command->at[MINIMUM_LOTS]};
    REQUIRE(new.asset != 1 || new.kind == LEND, "base_asset");
    for (long long i = 0; i < venue.market_count; i++)
        REQUIRE(venue.markets[i].asset != new.asset || venue.markets[i].kind != new.kind,
                "market_kind_taken");
    REQUIRE(venue.market_count < venue.parameters[MAX_MARKETS], "too_many_markets");
    struct market *market = &venue.markets[venue.market_count++];
    *market = new;
    make_empty(&market->sides[BUY], OF_SIDE);
    make_empty(&market->sides[SELL], OF_SIDE);
    event("{'asset':'%lld','kind':'%s','market':'%lld','minimum_lots':'%lld','tick':'%lld',"
          "'type':'market_listed'}",
          new.asset, MARKET_KINDS[new.kind], venue.market_count, new.minimum_lots, new.tick);
    return NULL;
}

static const char *set_halted(const struct command *command) { /* CMD-029 */
    struct market *market = &venue.markets[command->at[MARKET] - 1];
    if (market->halted == (command->at[HALTED] == 1))
        return NULL;
    market->halted = !market->halted;
    event("{'halted':%s,'market':'%lld','type':'halted_set'}", FLAGS[market->halted],
          command->at[MARKET]);
    return NULL;
}

static const char *advance_time(const struct command *command) { /* CMD-032 */
    REQUIRE(command->at[NOW] >= venue.now, "time_reversed");
    if (command->at[NOW] > venue.now)
        event("{'now':'%lld','type':'time_advanced'}", command->at[NOW]);
    venue.now = command->at[NOW];
    return NULL;
}

static void accept_event(const struct order *order) {
    char expires_at[32] = "null";
    if (order->expires_at != ABSENT)
        snprintf(expires_at, sizeof expires_at, "'%lld'", order->expires_at);
    event("{'account':'%lld','expires_at':%s,'fee_cap_atoms':'0','lots':'%lld','maker_fee_rate':0,"
          "'market':'%lld','order_id':'%lld','order_type':'%s','price':'%lld','reduce_only':false,"
          "'self_trade':'%s','side':'%s','taker_fee_rate':0,'type':'order_accepted'}",
          order->account, expires_at, order->open_lots, order->market, order->order_id,
          ORDER_TYPES[order->order_type], order->price, POLICIES[order->self_trade],
          SIDES[order->side]);
}

static const char *place_order(const struct command *command) { /* CMD-040, MAT-016 */
    struct order order = {.account = command->at[ACCOUNT],
                          .order_id = command->at[NEW_ORDER_ID],
                          .market = command->at[MARKET],
                          .side = (enum side)command->at[SIDE],
                          .price = command->at[PRICE],
                          .open_lots = command->at[LOTS],
                          .order_type = (enum order_type)command->at[ORDER_TYPE],
                          .expires_at = command->at[EXPIRES_AT]};
    struct market *market = market_of(&order);
    struct account *account = account_of(&order);
    const char *reason;
    REQUIRE(!market->halted, "market_halted");                                   /* MAT-007 */
    REQUIRE(order.order_id > account->last_order_id, "order_id_not_increasing"); /* MAT-004 */
    if ((reason = judge_price(market, order.price)) != NULL ||
        (reason = judge_lots(market, order.open_lots)) != NULL)
        return reason;
    REQUIRE(!is_expired(order.expires_at), "already_expired"); /* MAT-005 */
    if (order.order_type == LIMIT || order.order_type == POST_ONLY) { /* MAT-015 */
        REQUIRE(account->order_count < venue.parameters[MAX_ORDERS_PER_ACCOUNT],
                "too_many_orders_of_account");
        REQUIRE(venue.order_count < venue.parameters[MAX_ORDERS], "too_many_orders");
    }
    if (command->at[SELF_TRADE] != ABSENT) /* MAT-009 */
        order.self_trade = (enum policy)command->at[SELF_TRADE];
    else
        order.self_trade = market->kind == LEND ? CANCEL_MAKER : REJECT;
    changing(account);
    account->last_order_id = order.order_id;
    accept_event(&order);
    return walk(&order);
}

static const char *amend_order(const struct command *command) { /* CMD-041, MAT-037 */
    struct order *order = find_order(command);
    REQUIRE(order != NULL, "unknown_order");
    REQUIRE(!is_expired(order->expires_at), "order_expired");
    struct order amended = *order;
    amended.price = command->at[PRICE];
    amended.open_lots = command->at[OPEN_LOTS];
    bool re_enters = amended.price != order->price || amended.open_lots > order->open_lots;
    if (!re_enters && amended.open_lots == order->open_lots)
        return NULL;
    const struct market *market = market_of(order);
    const char *reason;
    REQUIRE(!re_enters || !market->halted, "market_halted");
    if ((reason = judge_price(market, amended.price)) != NULL) /* the old price always passes */
        return reason;
    if (amended.open_lots != order->open_lots &&
        (reason = judge_lots(market, amended.open_lots)) != NULL)
        return reason;
    event("{'account':'%lld','open_lots':'%lld','order_id':'%lld','price':'%lld',"
          "'type':'order_amended'}",
          amended.account, amended.open_lots, amended.order_id, amended.price);
    if (re_enters) { /* MAT-036 */
        leave(order);
        return walk(&amended);
    }
    changing(order);
    order->open_lots = amended.open_lots;
    return NULL;
}

static const char *cancel_order(const struct command *command) { /* CMD-042 */
    struct order *order = find_order(command);
    REQUIRE(order != NULL, "unknown_order");
    remove_order(order, "cancelled");
    return NULL;
}

static const char *replace_order(const struct command *command) { /* CMD-043 */
    struct order *order = find_order(command);
    REQUIRE(order != NULL, "unknown_order");
    REQUIRE(!is_expired(order->expires_at), "order_expired");
    remove_order(order, "replaced");
    return place_order(command);
}

static const char *cancel_all(const struct command *command) { /* CMD-044 */
    struct order *head = &venue.accounts[command->at[ACCOUNT] - 1].orders;
    for (struct order *order = head->next[OF_ACCOUNT], *next; order != head; order = next) {
        next = order->next[OF_ACCOUNT];
        if (command->at[ANY_MARKET] == ABSENT || command->at[ANY_MARKET] == order->market)
            remove_order(order, "cancelled");
    }
    return NULL;
}

/* What every command is judged by first; `outer` is the batch that it stands in, or NULL. */
static const char *execute(const struct command *command, const struct command *outer) {
    const long long *number = command->at;
    REQUIRE(in_range(command), "out_of_range");
    REQUIRE(command->form->execute != NULL, "not_in_profile"); /* CMD-007 */
    REQUIRE(number[REDUCE_ONLY] != 1, "not_in_profile");       /* CMD-008 */
    REQUIRE(number[RETURNABLE] == ABSENT && number[EXTENSIBLE] == ABSENT,
            "not_in_profile"); /* LND-003 */
    if (outer != NULL) {                                       /* CMD-047 */
        REQUIRE(number[SIGNER] == outer->at[SIGNER], "batch_mixed");
        REQUIRE(number[ACCOUNT] == outer->at[ACCOUNT], "batch_mixed");
    }
    if (command->form->execute == batch) { /* CMD-046 */
        long long count = 0;
        for (struct node *inner = command->commands; inner != NULL; inner = inner->next)
            count++;
        REQUIRE(count >= 1 && count <= venue.parameters[MAX_BATCH_COMMANDS], "batch_size");
    }
    /* CMD-012; what is absent is less than every count. */
    REQUIRE(number[ACCOUNT] <= venue.account_count, "unknown_account");
    REQUIRE(number[ASSET] <= venue.asset_count, "unknown_asset");
    REQUIRE(number[MARKET] <= venue.market_count, "unknown_market");
    REQUIRE(number[ANY_MARKET] <= venue.market_count, "unknown_market");
    return command->form->execute(command);
}

/* CMD-045. `touched` goes on from command to command: there is one budget (MAT-021). */
static const char *batch(const struct command *command) {
    long long index = 1;
    for (struct node *node = command->commands; node != NULL; node = node->next, index++) {
        struct command inner;
        read_command(node, true, &inner);
        const char *reason = execute(&inner, command);
        if (reason != NULL) {
            rejected_index = index; /* CMD-006 */
            return reason;
        }
    }
    return NULL;
}

/* Append the outcome of a command (CMD-003). */
static void apply(const struct command *command, struct text *answer) {
    events.length = overwritten.length = 0;
    touched = rejected_index = 0;
    const char *reason = execute(command, NULL);
    if (reason != NULL) {
        take_back(); /* CMD-004 */
        say(answer, "{'index':%lld,'reason':'%s','type':'rejected'}", rejected_index, reason);
    } else {
        say(answer, "{'events':[");
        append(answer, events.bytes, events.length);
        say(answer, "],'touched_orders':%lld,'type':'accepted'}", touched);
    }
}

/* --- The dump (STA-020): keys ascending, no white space (STA-023) ---------------------------- */

static void dump_side(struct text *out, struct order *head) {
    say(out, "[");
    for (struct order *order = head->next[OF_SIDE]; order != head; order = order->next[OF_SIDE]) {
        char expires_at[32] = "null";
        if (order->expires_at != ABSENT)
            snprintf(expires_at, sizeof expires_at, "'%lld'", order->expires_at);
        say(out,
            "%s{'account':'%lld','expires_at':%s,'fee_cap_atoms':'0','fee_credit':0,"
            "'fee_paid_atoms':'0','maker_fee_rate':0,'open_lots':'%lld','order_id':'%lld',"
            "'order_type':'%s','price':'%lld','reduce_only':false,'self_trade':'%s',"
            "'taker_fee_rate':0}",
            order == head->next[OF_SIDE] ? "" : ",", order->account, expires_at, order->open_lots,
            order->order_id, ORDER_TYPES[order->order_type], order->price,
            POLICIES[order->self_trade]);
    }
    say(out, "]");
}

static void dump(struct text *out) {
    say(out, "{'accounts':[");
    for (long long i = 0; i < venue.account_count; i++)
        say(out,
            "%s{'account':'%lld','balances':[],'delegates':[],'fee_exempt':false,"
            "'last_order_id':'%lld','owner':'%lld'}",
            i ? "," : "", i + 1, venue.accounts[i].last_order_id, venue.accounts[i].owner);
    say(out, "],'assets':[");
    for (long long i = 0; i < venue.asset_count; i++)
        say(out,
            "%s{'asset':'%lld','fee_cap_atoms':'%lld','lot_atoms':'%lld','mark':null,"
            "'mark_time':null,'supply_atoms':'0','treasury_atoms':'0'}",
            i ? "," : "", i + 1, venue.assets[i].fee_cap_atoms, venue.assets[i].lot_atoms);
    say(out, "],'markets':[");
    for (long long i = 0; i < venue.market_count; i++) {
        struct market *market = &venue.markets[i];
        say(out, "%s{'asks':", i ? "," : "");
        dump_side(out, &market->sides[SELL]);
        say(out, ",'asset':'%lld','bids':", market->asset);
        dump_side(out, &market->sides[BUY]);
        say(out,
            ",'halted':%s,'kind':'%s','market':'%lld','minimum_lots':'%lld','tick':'%lld'}",
            FLAGS[market->halted], MARKET_KINDS[market->kind], i + 1, market->minimum_lots,
            market->tick);
    }
    say(out, "],'now':'%lld','parameters':{", venue.now);
    for (int i = 0; i < PARAMETERS; i++) {
        bool is_amount = i == BASE_FEE_CAP_ATOMS || i == BASE_LOT_ATOMS;
        say(out, is_amount ? "%s'%s':'%lld'" : "%s'%s':%lld", i ? "," : "",
            PARAMETER_FORMS[i].name, venue.parameters[i]);
    }
    say(out, "},'profile':'match/1'}");
}

/* --- The conversation (spec/protocol.md) ----------------------------------------------------- */

static void answer_hello(struct node *frame, struct text *answer) {
    take_text(frame, "protocol");
    take_text(frame, "spec");
    struct node *limits = take(frame, "limits"); /* CNF-112 */
    long long frames = take_integer(limits, "frames"), bytes = take_integer(limits, "bytes");
    expect_no_more(limits);
    say(answer,
        "'engine':'match_engine.c','frame':'ready','level':2,'limits':{'bytes':%lld,'frames':%lld},"
        "'profiles':['match/1'],'protocol':'tallystick/1','version':'1.0'",
        smaller(bytes, 32768), smaller(frames, 64));
}

static void close_venue(void) {
    free(venue.assets);
    free(venue.markets);
    free(venue.accounts);
    free(venue.orders);
    venue = (struct venue){.is_open = false};
}

/* Arrays for all that the parameters allow; false if there is not that much memory. They are not
 * cleared: what is listed, opened or rests is written as a whole. */
static bool allocate(void) {
    const long long *most = venue.parameters;
    venue.assets = malloc((size_t)most[MAX_ASSETS] * sizeof *venue.assets);
    venue.markets = malloc((size_t)most[MAX_MARKETS] * sizeof *venue.markets);
    venue.accounts = malloc((size_t)most[MAX_ACCOUNTS] * sizeof *venue.accounts);
    venue.orders = malloc((size_t)most[MAX_ORDERS] * sizeof *venue.orders);
    return venue.assets && venue.markets && venue.accounts && venue.orders;
}

/* CNF-113: a new venue, and the one before is forgotten. */
static void answer_open(struct node *frame, struct text *answer) {
    const char *profile = take_text(frame, "profile");
    const char *problem = strcmp(profile, "match/1") != 0 ? "it has profile match/1 only" : NULL;
    struct node *parameters = take(frame, "parameters");
    close_venue();
    for (int i = 0; i < PARAMETERS; i++) {
        const char *name = PARAMETER_FORMS[i].name;
        bool is_amount = i == BASE_FEE_CAP_ATOMS || i == BASE_LOT_ATOMS;
        long long number =
            is_amount ? take_decimal(parameters, name) : take_integer(parameters, name);
        bool fits = number >= PARAMETER_FORMS[i].lowest && number <= PARAMETER_FORMS[i].highest;
        expect_under(fits, "a parameter in range", name);
        venue.parameters[i] = number;
    }
    expect_no_more(parameters);
    for (int i = 0; i < 2; i++) { /* STA-013 */
        const int others[] = {MAX_ASSETS, MAX_DELEGATES_PER_ACCOUNT};
        long long product = venue.parameters[MAX_ACCOUNTS] * venue.parameters[others[i]];
        expect_under(product <= POWER(22), "parameters in range", PARAMETER_FORMS[others[i]].name);
    }
    if (problem == NULL && !allocate())
        problem = "not enough memory for these parameters";
    if (problem != NULL) {
        close_venue();
        say(answer, "'frame':'unsupported','reason':'%s'", problem);
        return;
    }
    venue.assets[0] = (struct asset){venue.parameters[BASE_LOT_ATOMS], /* STA-003 */
                                     venue.parameters[BASE_FEE_CAP_ATOMS]};
    venue.asset_count = 1;
    venue.is_open = true;
    say(answer, "'frame':'opened'");
}

static void answer_apply(struct node *frame, struct text *answer) {
    struct node *commands = take_list(frame, "commands");
    struct command command;
    expect(commands->first != NULL, "1 or more commands"); /* CNF-114 */
    for (struct node *node = commands->first; node != NULL; node = node->next)
        read_command(node, false, &command); /* first all are read: the frame must be valid */
    say(answer, "'frame':'outcomes','outcomes':[");
    for (struct node *node = commands->first; node != NULL; node = node->next) {
        read_command(node, false, &command);
        apply(&command, answer);
        append(answer, ",", node->next != NULL);
    }
    say(answer, "]");
}

static void answer_dump(struct node *frame, struct text *answer) {
    (void)frame;
    say(answer, "'frame':'dump','dump':");
    dump(answer);
}

static void answer_root(struct node *frame, struct text *answer) {
    static struct text canonical;
    char root[65];
    (void)frame;
    canonical.length = 0;
    dump(&canonical);
    sha256(&canonical, root);
    say(answer, "'frame':'root','root':'%s'", root);
}

static void answer_bye(struct node *frame, struct text *answer) {
    (void)frame;
    say(answer, "'frame':'bye'");
}

/* Every frame of the runner up to level 2 (CNF-110, CNF-120). */
static const struct {
    const char *kind;
    bool needs_venue;
    void (*answer)(struct node *, struct text *);
} FRAMES[] = {
    {"hello", false, answer_hello}, {"open", false, answer_open}, {"apply", true, answer_apply},
    {"root", true, answer_root},    {"dump", true, answer_dump},  {"bye", false, answer_bye},
};

/* One line without its line feed; false at the end of the input. */
static bool read_line(struct text *line) {
    line->length = 0;
    for (int character = getchar(); character != EOF; character = getchar()) {
        if (character == '\n')
            return true;
        append(line, &(char){(char)character}, 1);
    }
    expect(line->length == 0, "a line feed");
    return false;
}

int main(void) { /* the steps of CNF-130 */
    struct text line = {NULL, 0, 0}, answer = {NULL, 0, 0};
    bool has_ended = false;
    for (long long number = 1; !has_ended && read_line(&line); number++) {
        struct node *frame = read_json(&line);
        const char *kind = take_text(frame, "frame");
        size_t known = 0, count = sizeof FRAMES / sizeof *FRAMES;
        while (known < count && strcmp(FRAMES[known].kind, kind) != 0)
            known++;
        expect(known < count, "a frame of the protocol, up to level 2");
        expect(take_integer(frame, "number") == number, "the next number");
        bool is_hello = FRAMES[known].answer == answer_hello;
        expect(is_hello == (number == 1), "hello first, and only then");
        expect(venue.is_open || !FRAMES[known].needs_venue, "open before that");
        answer.length = 0;
        say(&answer, "{'number':%lld,", number);
        FRAMES[known].answer(frame, &answer);
        say(&answer, "}\n");
        expect_no_more(frame);
        if (fwrite(answer.bytes, 1, answer.length, stdout) != answer.length || fflush(stdout) != 0)
            fail(1, "nobody reads the answers");
        has_ended = FRAMES[known].answer == answer_bye;
    }
    close_venue();
    free(line.bytes);
    free(answer.bytes);
    return 0;
}
