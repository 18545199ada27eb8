/* An adapter between an engine and the runner of tallystick (spec/protocol.md).
 *     cc -O2 -o adapter adapter.c
 *     tallystick run "exec:./adapter" --profile match/1 --vectors-only
 * It converses and rejects every command. Your engine goes where it says HERE. C has no JSON: this
 * finds keys and members in valid frames, no more. Before it can be called conformant, read frames
 * strictly (CNF-101), or take wire.h from examples/c, where a whole engine is. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static _Noreturn void invalid(const char *expectation) { /* CNF-130 */
    fprintf(stderr, "invalid frame: expected %s\n", expectation);
    _Exit(2); /* what is half written is thrown away */
}

/* Behind the value that begins there. */
static const char *end_of(const char *at) {
    int depth = 0;
    do {
        if (*at == '"')
            for (at++; *at != '"' && *at != '\0'; at++)
                at += *at == '\\' && at[1] != '\0';
        if (*at == '\0')
            invalid("the rest of a value");
        depth += (*at == '{' || *at == '[') - (*at == '}' || *at == ']');
    } while (at++, depth > 0 || (*at != '\0' && strchr(",:]} \t\r\n", *at) == NULL));
    return at;
}

/* The next key, value or member of an object or list; NULL behind the last. */
static const char *next_part(const char *at) {
    at += strspn(at, ",: \t\r\n");
    return *at == '}' || *at == ']' || *at == '\0' ? NULL : at;
}

/* The value under a key of an object. */
static const char *value_of(const char *object, const char *key) {
    size_t length = strlen(key);
    const char *name = next_part(object + 1), *value;
    while (name != NULL && (value = next_part(end_of(name))) != NULL) {
        if (strncmp(name + 1, key, length) == 0 && name[length + 1] == '"')
            return value;
        name = next_part(end_of(value));
    }
    invalid(key);
}

/* HERE: what a command does to the state of the venue (spec chapter 02), and its outcome. */
static void apply(const char *command) {
    value_of(command, "type");
    fputs("{\"index\":0,\"reason\":\"not_in_profile\",\"type\":\"rejected\"}", stdout);
}

int main(void) {
    static char line[1 << 24];
    while (fgets(line, sizeof line, stdin) != NULL) {
        const char *kind = strchr(line, '\n') != NULL ? value_of(line, "frame") : "";
        const char *number = value_of(line, "number");
        printf("{\"number\":%.*s,", (int)(end_of(number) - number), number);
        if (strncmp(kind, "\"hello\"", 7) == 0)
            puts("\"frame\":\"ready\",\"protocol\":\"tallystick/1\",\"engine\":\"my engine\","
                 "\"version\":\"0\",\"profiles\":[\"match/1\"],\"level\":0,"
                 "\"limits\":{\"frames\":1,\"bytes\":4096}}"); /* the least that there is */
        else if (strncmp(kind, "\"open\"", 6) == 0)
            puts("\"frame\":\"opened\"}"); /* HERE: a new venue; `parameters` has its capacities */
        else if (strncmp(kind, "\"apply\"", 7) == 0) {
            const char *one = next_part(value_of(line, "commands") + 1);
            printf("\"frame\":\"outcomes\",\"outcomes\":[");
            for (; one != NULL; fputs(one != NULL ? "," : "]}\n", stdout)) {
                apply(one);
                one = next_part(end_of(one));
            }
        } else if (strncmp(kind, "\"bye\"", 5) == 0)
            return puts("\"frame\":\"bye\"}") == EOF;
        else
            invalid("hello, open, apply or bye");
        fflush(stdout); /* the runner waits for it */
    }
    return 0;
}
