// An adapter between an engine and the runner of tallystick (spec/protocol.md).
//
//     javac adapter.java
//     tallystick run "exec:java Adapter" --profile match/1 --vectors-only
//
// It converses and rejects every command. Your engine goes where it says HERE. Java has no JSON in
// its library: this finds keys and members in valid frames, no more. Before it can be called
// conformant, take a strict JSON reader in its place (CNF-101).
import java.io.*;
import java.nio.charset.StandardCharsets;
import java.util.*;
import java.util.regex.*;
import java.util.stream.Collectors;

class Adapter {
    /** HERE: what a command does to the state of the venue (spec chapter 02), and its outcome. */
    static String apply(String command) {
        valueOf(command, "type");
        return "{\"index\":0,\"reason\":\"not_in_profile\",\"type\":\"rejected\"}";
    }

    /** What a frame is answered with, beside its number (CNF-110). */
    static String answer(String frame) {
        switch (valueOf(frame, "frame")) {
            case "\"hello\"":
                return "\"frame\":\"ready\",\"protocol\":\"tallystick/1\",\"engine\":\"my engine\","
                    + "\"version\":\"0\",\"profiles\":[\"match/1\"],\"level\":0,\"limits\":"
                    + valueOf(frame, "limits");
            case "\"open\"": return "\"frame\":\"opened\""; // HERE: a new venue, by `parameters`
            case "\"apply\"":
                return partsOf(valueOf(frame, "commands")).stream().map(Adapter::apply)
                    .collect(Collectors.joining(",", "\"frame\":\"outcomes\",\"outcomes\":[", "]"));
            case "\"bye\"": return "\"frame\":\"bye\"";
            default: throw new IllegalArgumentException("hello, open, apply or bye");
        }
    }

    static Pattern TOKEN = Pattern.compile("\"(?:\\\\.|[^\"])*+\"|[{}\\[\\]]|[^\\s,:{}\\[\\]\"]+");

    /** Keys and values of an object in turn, or the members of a list, as they are written. */
    static List<String> partsOf(String value) {
        List<String> parts = new ArrayList<>();
        Matcher token = TOKEN.matcher(value);
        for (int depth = 0, start = 0; token.find(); ) {
            if (depth == 1) start = token.start();
            depth += "{[".contains(token.group()) ? 1 : "}]".contains(token.group()) ? -1 : 0;
            if (depth == 1 && start > 0) parts.add(value.substring(start, token.end()));
        }
        return parts;
    }

    /** The value under a key of an object, as it is written. */
    static String valueOf(String object, String key) {
        List<String> parts = partsOf(object);
        for (int i = 0; i + 1 < parts.size(); i += 2)
            if (parts.get(i).equals('"' + key + '"')) return parts.get(i + 1);
        throw new IllegalArgumentException("the key " + key);
    }

    /** The next line without its end, or null where the input ends. */
    static String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = System.in.read(); next >= 0; line.write(next), next = System.in.read())
            if (next == '\n') return line.toString(StandardCharsets.UTF_8);
        return line.size() == 0 ? null : "not a whole line";
    }

    public static void main(String[] arguments) throws IOException {
        for (String line = readLine(); line != null; line = readLine())
            try {
                String number = valueOf(line, "number");
                System.out.print("{\"number\":" + number + "," + answer(line) + "}\n");
                System.out.flush(); // the runner waits for it
                if (valueOf(line, "frame").equals("\"bye\"")) return;
            } catch (RuntimeException error) { // CNF-130
                System.err.println("invalid frame: expected " + error.getMessage());
                System.exit(2);
            }
    }
}
