package gradus.examples.shared;

import java.util.function.Function;
import module gradus.examples;
import module java.base;
import org.jspecify.annotations.Nullable;

/**
 * One run of a program: its options and console, and what it found: figures, report and files.
 * Nothing is written before {@link #save}.
 */
public final class Run {
    private final Instant start = Instant.now();
    private final Options options;
    private ProgramSettings settings;
    private final PrintWriter console;
    private final Findings findings = new Findings();
    private final MutableMap<String, byte[]> files = Maps.mutable.empty();
    private final MutableList<Path> dataFolders = Lists.mutable.empty();
    private @Nullable SavedModel model;

    Run(Options options, ProgramSettings settings, PrintWriter console) throws IOException {
        this.options = options;
        this.settings = settings;
        this.console = console;
        requireFolder(options.out());
        findings.value("options", options);
    }

    /** Says at once, not after the training, that the results will have no place to go. */
    private static void requireFolder(Path out) throws IOException {
        Path existing = out.toAbsolutePath().normalize();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing)) {
            throw new IOException("--out: " + existing + " is not a folder");
        }
        if (!Files.isWritable(existing)) {
            throw new IOException("--out: no permission to write in " + existing);
        }
    }

    /** What the user asked for. */
    public Options options() {
        return options;
    }

    /** A new stream of the random numbers of this run's seed; always the same one. */
    public Randomness random() {
        return Randomness.seeded(options.seed());
    }

    /** Tells the user something. */
    public void say(String line) {
        console.println(line);
        console.flush();
    }

    /** Tells the user if the loss ended higher than it began, or as no number at all. */
    public void sayIfDiverged(double first, double last) {
        if (!(last <= first)) {
            say("Training diverged: the loss went from " + Numbers.brief(first) + " to " + Numbers.brief(last)
                    + "; try a --learning-rate below " + options.learningRate() + ".");
        }
    }

    /**
     * The folder of a data set: that of the user's {@code --data} or of the cache, where it is
     * fetched to if the user allows it with {@code --download}; or null, which the program then
     * says and runs on generated data, as it does where the download fails.
     *
     * @throws FileNotFoundException if the user named a folder without the data set
     */
    private @Nullable Path folder(PublicData data) throws IOException {
        @Nullable Path given = options.data();
        if (given != null && !Files.isDirectory(given.resolve(data.folder()))) {
            throw new FileNotFoundException("--data: no folder " + data.folder() + " in " + given
                    + "; name the folder that holds the folder " + data.folder());
        }
        Supplier<@Nullable Path> here = () -> data.find(given, null);
        @Nullable
        Path found = options.download()
                ? fetched(() -> data.find(given, DownloadProgress.lines(this::say)), here, this::say)
                : here.get();
        if (found != null) {
            settings = settings.withData(found.toAbsolutePath().resolve("..").normalize());
            dataFolders.add(found);
        }
        return found;
    }

    /** Reads a data set out of its folder. */
    @FunctionalInterface
    public interface Reader<T> {
        /** The data in a folder. */
        T read(Path folder) throws IOException;
    }

    /** The data that the user has, or else, which it says, a generated stand-in. */
    public <T> T data(String name, PublicData data, Reader<T> reader, Supplier<T> standIn) throws IOException {
        @Nullable Path folder = folder(data);
        if (folder != null) {
            return reader.read(folder);
        }
        say("No " + name + " found (--data DIR names the folder above " + data.folder()
                + ", --download fetches it): this run is on a generated stand-in.");
        return standIn.get();
    }

    /** Whether the program read data, and did not run on generated ones. */
    public boolean readsData() {
        return dataFolders.notEmpty();
    }

    /** What the download brings, or, said in one line, what is there without it. */
    static @Nullable Path fetched(
            Supplier<@Nullable Path> download, Supplier<@Nullable Path> here, Consumer<String> console) {
        try {
            return download.get();
        } catch (DataException e) {
            @Nullable Path found = here.get();
            console.accept("Nothing fetched: " + e.getMessage());
            return found;
        }
    }

    /** A bar for long work; close it when the work is done. */
    public Progress progress(String work, long steps) {
        return Progress.of(work, steps, console);
    }

    /** Does long work beside a bar, and in the end notes what came of it. */
    public <T> T work(String name, long steps, Function<Progress, T> work, Function<T, String> note) {
        try (Progress progress = progress(name, steps)) {
            T result = work.apply(progress);
            progress.note(note.apply(result));
            return result;
        }
    }

    /** A bar for each epoch of a training, and a line with all that was measured when it is done. */
    public TrainingListener trainingProgress() {
        return new TrainingProgress(console);
    }

    /** What the program has found so far: figures, and all that its report says and shows. */
    public Findings findings() {
        return findings;
    }

    /** Adds a file to the output folder. */
    public void file(String name, String text) {
        files.put(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Where a model of this run comes from: versions, program, seed, the data with the checksums of
     * their files, and the options. A program replaces what it trained the model with if that is
     * not what the options say.
     */
    public Provenance provenance(String data) {
        Provenance origin = Provenance.here()
                .seed(options.seed())
                .with("program", settings.program())
                .with("data", data)
                .with("epochs", options.epochs() + "")
                .with("learning rate", options.learningRate() + "")
                .with("batch size", options.batchSize() + "");
        return dataFolders.injectInto(origin, Provenance::data);
    }

    /** Adds the trained model and where it comes from. */
    public void model(Layer trained, Provenance origin) {
        model = SavedModel.of(trained, origin.entries());
    }

    /**
     * Writes all files, each in one go, and prints the figures. The report has a last section: the command that repeats
     * this run, its settings, and what it ran on.
     */
    void save(ReportText text) throws IOException {
        Report report = text.report(findings)
                .section("How to repeat this run")
                .text("The same command gives the same numbers, whatever the machine; only times differ.")
                .listing(settings.command())
                .table(settings.table(), "All settings.")
                .table(settings.environment(), "What it ran on.");
        report.files().forEachKeyValue(files::put);
        double seconds = Duration.between(start, Instant.now()).toMillis() / 1000.0;
        String when = start.truncatedTo(ChronoUnit.SECONDS).toString();
        report.footer(String.format(Locale.ROOT, "Run of %s: %.1f s.", when, seconds));
        file("report.html", report.html());
        file("figures.json", findings.figures().json());
        Path out = options.out();
        files.forEachKeyValue((name, bytes) -> AtomicFile.write(out.resolve(name), stream -> stream.write(bytes)));
        if (model != null) {
            model.write(out.resolve("model.json"));
        }
        say("");
        say(findings.figures().table().text());
        say("");
        say(Gradus.describe());
        say(String.format(
                Locale.ROOT, "%s: %.1f s; report: %s", settings.program(), seconds, out.resolve("report.html")));
    }
}
