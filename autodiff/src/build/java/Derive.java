import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Derives sources of the kernels from those that are written by hand, as a step of the build. In the project's folder:
 *
 * <pre>
 * java autodiff/src/build/java/Derive.java                 derives what has changed
 * java autodiff/src/build/java/Derive.java --list          names every derived file, and what it is derived from
 * java autodiff/src/build/java/Derive.java --show NAME     shows the derived file of this name, such as ElementaryF64
 * </pre>
 *
 * <p>Two folders may come first, of sources and of what is derived. A file is written only where its text has changed, and one whose source is
 * gone is deleted.
 *
 * <p>The parts: {@link Doubles} turns classes on floats into classes on doubles; {@link Formula} reads formulas of one number, and {@link Loops} turns
 * them into loops on the Vector API.
 */
final class Derive {
    private static final Path KERNELS = Path.of("gradus", "autodiff", "kernel");

    /** What every derived file says in its first line. */
    static final String MARK = "// Derived ";

    /** A file to be: what it is derived from, and its text. */
    record Derived(String from, String text) {}

    private final Path sources;
    private final Map<Path, String> written = new TreeMap<>();
    private final Map<Path, Derived> derived = new TreeMap<>();

    private Derive(Path sources) throws IOException {
        this.sources = sources;
        try (Stream<Path> files = Files.walk(sources.resolve(KERNELS))) {
            for (Path file : (Iterable<Path>) files.filter(Derive::isJava)::iterator) {
                written.put(sources.relativize(file), Files.readString(file));
            }
        }
    }

    public static void main(String[] arguments) throws IOException {
        List<String> all = List.of(arguments);
        boolean named = all.size() >= 2 && !all.get(0).startsWith("--");
        Path sources = Path.of(named ? all.get(0) : "autodiff/src/main/java");
        Path output = Path.of(named ? all.get(1) : "autodiff/target/generated-sources/kernels");
        List<String> wish = named ? all.subList(2, all.size()) : all;
        Derive derive = new Derive(sources);
        derive.all();
        if (wish.isEmpty()) {
            derive.write(output);
        } else if (wish.equals(List.of("--list"))) {
            derive.derived.forEach((file, what) -> System.out.println(output.resolve(file) + " from " + what.from()));
        } else if (wish.size() == 2 && wish.get(0).equals("--show")) {
            derive.show(wish.get(1));
        } else {
            fail("needs [SOURCES DERIVED] [--list | --show NAME], got " + all);
        }
    }

    private static void fail(String problem) {
        System.err.println("Derive: " + problem);
        System.exit(1);
    }

    private void all() {
        written.forEach((file, text) -> {
            Path twin = inDouble(file);
            if (!twin.equals(file) && !written.containsKey(twin)) {
                derived.put(twin, new Derived(file.toString(), Doubles.of(text)));
            }
        });
        for (Loops.Precision precision : Loops.Precision.values()) {
            Loops loops = new Loops(precision);
            Loops.SOURCES.forEach(source -> {
                Path file = KERNELS.resolve("math").resolve(source + precision.suffix + ".java");
                if (written.containsKey(file)) {
                    loops.read(Formula.allIn(written.get(file)));
                } else if (derived.containsKey(file)) {
                    loops.read(Formula.allIn(derived.get(file).text()));
                }
            });
            derived.put(KERNELS.resolve("vector").resolve(loops.name() + ".java"), new Derived("the formulas", loops.text()));
        }
    }

    private static Path inDouble(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith("F32.java") ? file.resolveSibling(name.replace("F32.java", "F64.java")) : file;
    }

    private static boolean isJava(Path file) {
        return file.toString().endsWith(".java");
    }

    private void write(Path output) throws IOException {
        for (Map.Entry<Path, Derived> one : derived.entrySet()) {
            Path file = output.resolve(one.getKey());
            String text = one.getValue().text();
            if (!Files.exists(file) || !Files.readString(file).equals(text)) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, text);
            }
        }
        try (Stream<Path> files = Files.walk(output)) {
            for (Path file : (Iterable<Path>) files.filter(Derive::isJava)::iterator) {
                boolean stale = !derived.containsKey(output.relativize(file));
                if (stale && Files.readString(file).contains(MARK)) {
                    Files.delete(file);
                }
            }
        }
    }

    private void show(String name) {
        derived.entrySet().stream()
                .filter(one -> one.getKey().getFileName().toString().equals(name + ".java"))
                .findFirst()
                .ifPresentOrElse(
                        one -> System.out.print(one.getValue().text()),
                        () -> fail("nothing of the name " + name + " is derived; --list names what is"));
    }
}
