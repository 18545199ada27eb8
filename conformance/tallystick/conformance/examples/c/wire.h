/* Reading and writing frames (spec/protocol.md): strict JSON in, JSON and SHA-256 out.
 *
 * Whatever is not a frame ends the program with status 2, after a line on standard error that
 * says what was expected (CNF-130): so no function here returns an error.
 */
#ifndef WIRE_H
#define WIRE_H

#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__GNUC__)
#define FORMAT(text, first) __attribute__((format(printf, text, first)))
#else
#define FORMAT(text, first)
#endif

/* --- Ending ---------------------------------------------------------------------------------- */

static _Noreturn void fail(int status, const char *text) {
    fprintf(stderr, "%s\n", text);
    exit(status);
}

/* The frame is invalid unless the condition holds (CNF-101). */
static void expect(bool condition, const char *expectation) {
    if (!condition) {
        fprintf(stderr, "invalid frame: expected %s\n", expectation);
        exit(2);
    }
}

/* --- Growing text ---------------------------------------------------------------------------- */

struct text {
    char *bytes;
    size_t length, capacity;
};

static void append(struct text *text, const void *bytes, size_t length) {
    if (text->capacity - text->length < length) {
        size_t capacity = 2 * (text->capacity + length) + 64;
        char *larger = realloc(text->bytes, capacity);
        if (larger == NULL)
            fail(1, "out of memory");
        text->bytes = larger;
        text->capacity = capacity;
    }
    if (length > 0)
        memcpy(text->bytes + text->length, bytes, length);
    text->length += length;
}

/* Append like printf, with ' instead of " in the format: no word of the protocol has either. */
static void say_list(struct text *text, const char *format, va_list arguments) {
    char piece[1024];
    int length = vsnprintf(piece, sizeof piece, format, arguments);
    if (length < 0 || (size_t)length >= sizeof piece)
        fail(1, "an answer is longer than was thought possible");
    for (int i = 0; i < length; i++)
        if (piece[i] == '\'')
            piece[i] = '"';
    append(text, piece, (size_t)length);
}

static void say(struct text *, const char *, ...) FORMAT(2, 3);
static void say(struct text *text, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    say_list(text, format, arguments);
    va_end(arguments);
}

/* --- Reading JSON ---------------------------------------------------------------------------- */

enum form { OBJECT, ARRAY, STRING, INTEGER, FLAG, ABSENCE };

/* A value. Its key and text are decoded and end with a NUL; neither has one inside. The text of a
 * flag is true or false. */
struct node {
    enum form form;
    const char *key, *text;
    long long integer;
    struct node *first, *next; /* members of an object or array */
    bool is_used;              /* some reader asked for this key */
};

enum { DEEPEST = 32, MOST_KEYS = 16, MOST_DIGITS = 39 };

static struct node *nodes; /* of the present line */
static size_t node_count, node_capacity;
static char *at; /* what is read next; the line ends with a NUL */

/* CNF-100. Overlong forms, surrogates and what lies beyond Unicode are no UTF-8. */
static bool is_utf8(const char *line, size_t length) {
    const unsigned char *byte = (const unsigned char *)line, *end = byte + length;
    while (byte < end) {
        unsigned first = *byte++;
        int more = first < 0x80 ? 0 : first < 0xC2 ? -1 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
        if (more < 0 || first > 0xF4 || end - byte < more)
            return false;
        unsigned low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        unsigned high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        for (; more > 0; more--, low = 0x80, high = 0xBF, byte++)
            if (*byte < low || *byte > high)
                return false;
    }
    return true;
}

static void skip_space(void) { /* a carriage return is none (CNF-100) */
    while (*at == ' ' || *at == '\t')
        at++;
}

static unsigned read_hexadecimal(void) {
    unsigned code = 0;
    for (int i = 0; i < 4; i++, at++) {
        const char *digits = "0123456789abcdef0123456789ABCDEF";
        const char *digit = *at ? strchr(digits, *at) : NULL;
        expect(digit != NULL, "four hexadecimal digits after \\u");
        code = 16 * code + (unsigned)(digit - digits) % 16;
    }
    return code;
}

/* Append the UTF-8 of an escaped character, which is never longer than its escape. Texts are only
 * compared with words of the protocol: so a byte that UTF-8 does not have may stand for NUL. */
static char *decode(char *end) {
    unsigned code = read_hexadecimal();
    if (code >= 0xD800 && code <= 0xDBFF && at[0] == '\\' && at[1] == 'u') {
        at += 2;
        unsigned low = read_hexadecimal();
        expect(low >= 0xDC00 && low <= 0xDFFF, "both halves of a surrogate pair");
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    expect(code < 0xD800 || code > 0xDFFF, "both halves of a surrogate pair");
    if (code < 0x80) {
        *end++ = code > 0 ? (char)code : '\xFF';
        return end;
    }
    int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    const unsigned lead[] = {0, 0xC0, 0xE0, 0xF0};
    *end++ = (char)(lead[more] | code >> (6 * more));
    while (more-- > 0)
        *end++ = (char)(0x80 | (code >> (6 * more) & 0x3F));
    return end;
}

/* The string is decoded where it stands. */
static const char *read_string(void) {
    expect(*at == '"', "a string");
    char *start = ++at, *end = start;
    while (*at != '"') {
        expect((unsigned char)*at >= 0x20, "no control character in a string, and its end");
        if (*at != '\\') {
            *end++ = *at++;
            continue;
        }
        char escape = at[1];
        const char *from = "\"\\/bfnrt", *into = "\"\\/\b\f\n\r\t";
        const char *known = escape ? strchr(from, escape) : NULL;
        expect(known != NULL || escape == 'u', "a known escape after \\");
        at += 2;
        if (known != NULL)
            *end++ = into[known - from];
        else
            end = decode(end);
    }
    at++;
    *end = '\0';
    return start;
}

static bool is_digit(char character) { return character >= '0' && character <= '9'; }

/* The number that the digits write, or the nearest that fits: both are then out of range. */
static long long saturating(const char *digits) {
    bool is_negative = *digits == '-';
    long long number = 0;
    for (digits += is_negative; is_digit(*digits); digits++) {
        int digit = *digits - '0';
        number = number > (LLONG_MAX - digit) / 10 ? LLONG_MAX : 10 * number + digit;
    }
    return is_negative ? -number : number;
}

/* How many characters the number takes that begins there: 0, or no leading zero; 0 if none. */
static size_t decimal_length(const char *text) {
    size_t sign = *text == '-', length = sign;
    if (text[sign] == '0')
        return sign ? 0 : 1; /* -0 is no decimal */
    while (is_digit(text[length]))
        length++;
    return length - sign >= 1 && length - sign <= MOST_DIGITS ? length : 0;
}

static struct node *read_value(int depth);

static void read_members(struct node *parent, int depth) {
    char close = parent->form == OBJECT ? '}' : ']';
    struct node **place = &parent->first;
    int count = 0;
    at++;
    skip_space();
    while (*at != close) {
        const char *key = NULL;
        if (parent->form == OBJECT) {
            key = read_string();
            expect(++count <= MOST_KEYS, "no more keys than any object of the protocol has");
            for (struct node *other = parent->first; other != NULL; other = other->next)
                expect(strcmp(key, other->key) != 0, "every key once");
            skip_space();
            expect(*at++ == ':', "a colon behind a key");
        }
        struct node *member = read_value(depth + 1);
        member->key = key;
        *place = member;
        place = &member->next;
        expect(*at == ',' || *at == close, "a comma or the end of a list or object");
        if (*at == ',') {
            at++;
            skip_space();
            expect(*at != close, "another member behind a comma");
        }
    }
    at++;
}

static struct node *read_value(int depth) {
    expect(depth <= DEEPEST && node_count < node_capacity, "nesting no deeper than 32");
    struct node *node = &nodes[node_count++];
    *node = (struct node){.form = ABSENCE};
    skip_space();
    if (*at == '{' || *at == '[') {
        node->form = *at == '{' ? OBJECT : ARRAY;
        read_members(node, depth);
    } else if (*at == '"') {
        node->form = STRING;
        node->text = read_string();
    } else if (strncmp(at, "null", 4) == 0) {
        at += 4;
    } else if (strncmp(at, "true", 4) == 0 || strncmp(at, "false", 5) == 0) {
        node->form = FLAG;
        node->text = *at == 't' ? "true" : "false";
        at += strlen(node->text);
    } else { /* No frame has a fraction or an exponent. */
        size_t length = decimal_length(at);
        expect(length > 0, "a value");
        node->form = INTEGER;
        node->integer = saturating(at);
        at += length;
    }
    skip_space();
    return node;
}

/* The value on a line, which is changed and must live as long as the value. */
static struct node *read_json(struct text *line) {
    append(line, "", 1);
    size_t length = line->length - 1, most = 1;
    expect(is_utf8(line->bytes, length), "UTF-8");
    for (size_t i = 0; i < length; i++) /* No value begins without one of these before it. */
        most += strchr("{[,", line->bytes[i]) != NULL;
    if (most > node_capacity) {
        free(nodes);
        nodes = calloc(most, sizeof *nodes);
        if (nodes == NULL)
            fail(1, "out of memory");
        node_capacity = most;
    }
    node_count = 0;
    at = line->bytes;
    struct node *value = read_value(1);
    expect(at == line->bytes + length, "one value on a line");
    return value;
}

/* --- Reading frames -------------------------------------------------------------------------- */

/* The frame is invalid unless the condition holds of what stands under a key. */
static void expect_under(bool condition, const char *expectation, const char *key) {
    if (!condition) {
        fprintf(stderr, "invalid frame: expected %s under %s\n", expectation, key);
        exit(2);
    }
}

/* What stands under a key of an object, in whatever form; NULL if nothing does. */
static struct node *take_if_there(struct node *object, const char *key) {
    expect_under(object->form == OBJECT, "an object with something", key);
    struct node *member = object->first;
    while (member != NULL && strcmp(member->key, key) != 0)
        member = member->next;
    if (member != NULL)
        member->is_used = true;
    return member;
}

static struct node *take(struct node *object, const char *key) {
    struct node *member = take_if_there(object, key);
    expect_under(member != NULL, "something", key);
    return member;
}

/* No key is left that nobody took. */
static void expect_no_more(struct node *object) {
    for (struct node *member = object->first; member != NULL; member = member->next)
        expect_under(member->is_used, "nothing", member->key);
}

static const char *take_text(struct node *object, const char *key) {
    struct node *member = take(object, key);
    expect_under(member->form == STRING, "a string", key);
    return member->text;
}

static long long take_integer(struct node *object, const char *key) {
    struct node *member = take(object, key);
    expect_under(member->form == INTEGER, "an integer", key);
    return member->integer;
}

/* A number in a string (STA-023, CNF-102); one that does not fit becomes the nearest that does. */
static long long take_decimal(struct node *object, const char *key) {
    const char *text = take_text(object, key);
    size_t length = decimal_length(text);
    expect_under(length > 0 && text[length] == '\0', "a number of at most 39 digits", key);
    return saturating(text);
}

static struct node *take_list(struct node *object, const char *key) {
    struct node *member = take(object, key);
    expect_under(member->form == ARRAY, "a list", key);
    return member;
}

/* --- SHA-256 (FIPS 180-4) -------------------------------------------------------------------- */

static uint32_t rotate(uint32_t word, int bits) { return word >> bits | word << (32 - bits); }

static void sha256_block(uint32_t hash[8], const unsigned char *block) {
    static const uint32_t K[64] = {
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4,
        0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe,
        0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f,
        0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7,
        0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc,
        0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
        0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116,
        0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
        0xc67178f2};
    uint32_t w[64], s[8];
    for (int i = 0; i < 16; i++, block += 4)
        w[i] = (uint32_t)block[0] << 24 | (uint32_t)block[1] << 16 | (uint32_t)block[2] << 8 |
               block[3];
    for (int i = 16; i < 64; i++) {
        uint32_t low = rotate(w[i - 15], 7) ^ rotate(w[i - 15], 18) ^ w[i - 15] >> 3;
        uint32_t high = rotate(w[i - 2], 17) ^ rotate(w[i - 2], 19) ^ w[i - 2] >> 10;
        w[i] = w[i - 16] + low + w[i - 7] + high;
    }
    memcpy(s, hash, sizeof s);
    for (int i = 0; i < 64; i++) {
        uint32_t high = rotate(s[4], 6) ^ rotate(s[4], 11) ^ rotate(s[4], 25);
        uint32_t low = rotate(s[0], 2) ^ rotate(s[0], 13) ^ rotate(s[0], 22);
        uint32_t first = s[7] + high + ((s[4] & s[5]) ^ (~s[4] & s[6])) + K[i] + w[i];
        uint32_t second = low + ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));
        memmove(s + 1, s, 7 * sizeof *s);
        s[4] += first;
        s[0] = first + second;
    }
    for (int i = 0; i < 8; i++)
        hash[i] += s[i];
}

/* The hash of a text, which is padded in doing so, as 64 digits (STA-024). */
static void sha256(struct text *text, char digits[65]) {
    uint32_t hash[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                        0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    uint64_t bits = 8 * (uint64_t)text->length;
    append(text, "\x80", 1);
    while (text->length % 64 != 56)
        append(text, "", 1);
    for (int shift = 56; shift >= 0; shift -= 8)
        append(text, &(char){(char)(bits >> shift)}, 1);
    for (size_t i = 0; i < text->length; i += 64)
        sha256_block(hash, (const unsigned char *)text->bytes + i);
    for (int i = 0; i < 8; i++)
        snprintf(digits + 8 * i, 9, "%08x", (unsigned)hash[i]);
}

#endif
