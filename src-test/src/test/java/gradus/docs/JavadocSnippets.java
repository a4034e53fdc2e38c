package gradus.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.map.ImmutableMap;
import org.eclipse.collections.api.map.MutableMap;

/**
 * The code in {@code @snippet} tags, each made a class of its own, with the names that it speaks of
 * from snippet-names.txt.
 */
final class JavadocSnippets {
    private static final String TAG = "{@snippet lang = java :";
    private static final Pattern SECTION = Pattern.compile("(?m)^# (.+)\\n");
    private static final Pattern DECLARATION =
            Pattern.compile("(@\\w+.*\\n)*(public |final )*(class|record|interface) .*");
    private static final Pattern IMPORT = Pattern.compile("(?m)^import .*;\\n");
    private static final String IMPORTS = """
        import module java.base;
        import gradus.autodiff.*;
        import gradus.autodiff.check.*;
        import gradus.autodiff.graph.*;
        import gradus.nn.*;
        import gradus.nn.data.*;
        import gradus.nn.files.*;
        import gradus.nn.input.*;
        import gradus.nn.layer.*;
        import gradus.nn.loss.*;
        import gradus.nn.metrics.*;
        import gradus.nn.optim.*;
        import gradus.nn.random.*;
        import gradus.nn.report.*;
        import gradus.nn.train.*;
        import gradus.plots.*;
        import org.eclipse.collections.api.factory.*;
        import org.eclipse.collections.api.factory.primitive.*;
        import org.eclipse.collections.api.list.*;
        """;

    private JavadocSnippets() {}

    /**
     * A snippet.
     *
     * @param file the name of its file, without its end
     * @param number which of its file, from 1
     */
    record Snippet(String file, int number, String code) {
        String className() {
            return file.replaceAll("\\W", "_") + "_" + number;
        }

        boolean isDeclaration() {
            return DECLARATION.matcher(code).lookingAt();
        }

        /** A class with a method {@code run} that does what the snippet does. */
        String source(ImmutableMap<String, String> names) {
            String known = names.getIfAbsentValue(file, "");
            MutableList<String> imports = Lists.mutable.empty();
            Matcher matcher = IMPORT.matcher(known);
            while (matcher.find()) {
                imports.add(matcher.group());
            }
            String body = isDeclaration()
                    ? code + "static void run() {\nnew " + className() + "();\n}\n"
                    : "static void run() throws Exception {\n" + code + "}\n";
            return IMPORTS + imports.makeString("") + "public final class " + className() + " {\n"
                    + matcher.replaceAll("") + body + "}\n";
        }
    }

    /** All snippets of the Java files in these folders, in the order of the files' names. */
    static ImmutableList<Snippet> in(Path... folders) {
        return Lists.immutable.with(folders).flatCollect(JavadocSnippets::files).flatCollect(JavadocSnippets::of);
    }

    private static ImmutableList<Path> files(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return Lists.immutable.fromStream(
                    all.filter(file -> file.toString().endsWith(".java")).sorted());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ImmutableList<Snippet> of(Path file) {
        String text = read(file);
        MutableList<Snippet> found = Lists.mutable.empty();
        int tag = text.indexOf(TAG);
        while (tag >= 0) {
            int begin = tag + TAG.length();
            String code = text.substring(begin, end(text, begin)).replaceAll("\\n *\\* ?", "\n");
            String name = file.getFileName().toString().replace(".java", "");
            found.add(new Snippet(name, found.size() + 1, code.strip() + "\n"));
            tag = text.indexOf(TAG, begin);
        }
        return found.toImmutable();
    }

    /**
     * Where the brace of the tag is closed: inside, braces are balanced, as the documentation tool
     * wants them.
     */
    private static int end(String text, int begin) {
        int open = 1;
        int at = begin;
        while (open > 0) {
            char sign = text.charAt(at++);
            open += sign == '{' ? 1 : sign == '}' ? -1 : 0;
        }
        return at - 1;
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the snippets of each file speak of. */
    static ImmutableMap<String, String> names(String text, ImmutableList<Snippet> snippets) {
        MutableMap<String, String> names = Maps.mutable.empty();
        Matcher section = SECTION.matcher(text);
        while (section.find()) {
            int from = section.end();
            int next = text.indexOf("\n# ", from - 1);
            names.put(section.group(1), text.substring(from, next < 0 ? text.length() : next + 1));
        }
        for (Snippet snippet : snippets) {
            names.replaceAll((_, known) -> known.replace("%" + snippet.file + "%", snippet.code));
        }
        return names.toImmutable();
    }
}
