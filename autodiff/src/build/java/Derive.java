import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Derives sources of the kernels from those that are written by hand, as a step of the build. In
 * the project's folder:
 *
 * <pre>
 * java autodiff/src/build/java/Derive.java                 derives what has changed
 * java autodiff/src/build/java/Derive.java --list          names every derived file, and what it is derived from
 * java autodiff/src/build/java/Derive.java --show NAME     shows the derived file of this name, such as ElementaryF64
 * </pre>
 *
 * <p>Two folders may come first, of sources and of what is derived. A file is written only where
 * its text has changed, and one whose source is gone is deleted.
 *
 * <p>The parts: {@link Doubles} turns classes on floats into classes on doubles. {@link Formula}
 * says how formulas of one number are written, and {@link FormulaReader} reads them. {@link
 * Elementwise} makes of each a method of the contract, a plain loop, and the choice between that
 * and the loop on vectors, which {@link Loops} makes. {@link Tiles} writes the innermost loops of
 * the matrix product, {@link PatchTiles} those of convolutions.
 */
final class Derive {
    private static final Path KERNELS = Path.of("gradus", "autodiff", "kernel");
    private static final Path MATH = KERNELS.resolve("math");
    private static final String TOOL = "autodiff/src/build/java/Derive.java";
    private static final String TILES = "the description in autodiff/src/build/java/Tiles.java";

    private static final String PATCH_TILES = "the description in autodiff/src/build/java/PatchTiles.java";

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
        try {
            run(List.of(arguments));
        } catch (IllegalArgumentException problem) {
            System.err.println("Derive: " + problem.getMessage());
            System.exit(1);
        }
    }

    private static void run(List<String> all) throws IOException {
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
            System.out.print(derive.named(wish.get(1)));
        } else {
            throw new IllegalArgumentException("needs [SOURCES DERIVED] [--list | --show NAME], got " + all);
        }
    }

    private void all() {
        Formulas onFloats = formulas("F32.java");
        Elementwise elementwise = new Elementwise(onFloats.kernels());
        String formulas = "the formulas in " + slashes(MATH);
        put(KERNELS.resolve("ElementwiseKernels.java"), formulas, elementwise.contract());
        put(KERNELS.resolve("scalar/ElementwiseF32.java"), formulas, elementwise.plainLoops());
        put(KERNELS.resolve("vector/VectorElementwiseF32.java"), formulas, elementwise.choice());
        put(KERNELS.resolve("vector/ElementwiseRaceF32.java"), formulas, elementwise.races());
        put(KERNELS.resolve("product/PackedTilesF32.java"), TILES, Tiles.packed());
        put(KERNELS.resolve("product/RowTilesF32.java"), TILES, Tiles.inPlace());
        put(KERNELS.resolve("product/PatchTilesF32.java"), PATCH_TILES, PatchTiles.text());
        doubles();
        Names inDouble = new Names(formulas("InDouble.java"), true, true);
        loops(onFloats, new Names(onFloats, false, false), inDouble);
        Formulas onDoubles = formulas("F64.java");
        loops(onDoubles, new Names(onDoubles, true, false), inDouble);
    }

    /** A class on doubles for each on floats, unless one is written by hand. */
    private void doubles() {
        Map<Path, String> floats = new TreeMap<>(written);
        derived.forEach((file, what) -> floats.put(file, what.text()));
        floats.forEach((file, text) -> {
            String name = file.getFileName().toString();
            Path twin = file.resolveSibling(name.replace("F32.java", "F64.java"));
            if (name.endsWith("F32.java") && !written.containsKey(twin)) {
                String from = derived.containsKey(file) ? derived.get(file).from() : slashes(file);
                derived.put(twin, new Derived(from, headed(Doubles.of(text), from, twin)));
            }
        });
    }

    /** The formulas of the classes whose files end like this, written or derived. */
    private Formulas formulas(String end) {
        Formulas formulas = new Formulas();
        written.forEach((file, text) -> read(formulas, end, file, text));
        derived.forEach((file, what) -> read(formulas, end, file, what.text()));
        return formulas;
    }

    private static void read(Formulas formulas, String end, Path file, String text) {
        String name = file.getFileName().toString();
        if (file.startsWith(MATH) && name.endsWith(end) && !name.startsWith("ExactArithmetic")) {
            formulas.read(name.replace(".java", ""), text);
        }
    }

    private void loops(Formulas formulas, Names names, Names inDouble) {
        formulas.kernels().forEach((owner, kernels) -> {
            boolean widened = kernels.stream().anyMatch(Formula::isInDouble);
            put(
                    KERNELS.resolve("vector").resolve(Loops.name(owner) + ".java"),
                    slashes(MATH.resolve(owner + ".java")),
                    Loops.text(owner, kernels, widened ? inDouble : names));
        });
    }

    private void put(Path file, String from, String text) {
        derived.put(file, new Derived(from, headed(text, from, file)));
    }

    /**
     * The text with a note on what it is derived from, on the line of the package, so that lines
     * keep their numbers.
     */
    private static String headed(String text, String from, Path file) {
        int end = text.indexOf(';', text.indexOf("package ")) + 1;
        String name = file.getFileName().toString().replace(".java", "");
        return text.substring(0, end) + " " + MARK + "from " + from + "; see it: java " + TOOL + " --show " + name
                + text.substring(text.indexOf('\n', end));
    }

    private static String slashes(Path path) {
        return path.toString().replace('\\', '/');
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

    private String named(String name) {
        return derived.entrySet().stream()
                .filter(one -> one.getKey().getFileName().toString().equals(name + ".java"))
                .map(one -> one.getValue().text())
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("nothing named " + name + " is derived; --list names what is"));
    }
}
