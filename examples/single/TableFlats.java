import module gradus.nn;

/**
 * A table with gaps, words and dates in one file: a price and a class are learned, beside their mean and the most
 * frequent class; the models are saved with what makes inputs of rows, and served by eight threads. With the argument
 * {@code quick} on fewer rows; with {@code serve} it only serves what an earlier process has saved. A last argument
 * names the folder of the files.
 */
void main(String... arguments) throws Exception {
    var given = List.of(arguments);
    boolean named = !given.isEmpty() && !List.of("quick", "serve").contains(given.getLast());
    Path folder = named ? Path.of(given.getLast()) : Files.createTempDirectory("flats");
    if (!given.contains("serve")) {
        learn(folder, given.contains("quick"));
    }
    serve(folder);
}

/** The rows of a table are split, an encoder is fitted on one part, and both models end in a file. */
void learn(Path folder, boolean quick) throws Exception {
    Path file = Files.writeString(folder.resolve("flats.csv"), flats(quick ? 600 : 4000, Randomness.seeded(7)));
    var flats = Csv.read(file, Csv.Format.commas().withHeader());
    int[] rows = Randomness.seeded(8).permutation(flats.size()).toArray();
    int held = rows.length / 4;
    var test = flats.select(Arrays.copyOf(rows, held));
    var train = flats.select(Arrays.copyOfRange(rows, held, rows.length));
    var encoder = TableEncoder.fit(
            train,
            TableColumn.number("area"),
            TableColumn.number("rooms").missing(MissingValues.asMedian()),
            TableColumn.category("town").rareBelow(5),
            TableColumn.date("listed"));
    IO.println(train.size() + " rows, 4 columns: " + encoder.width() + " numbers");

    var prices = train.numbers("price");
    var unit = Scaling.standardizing(prices);
    var inner = flatNetwork(encoder.width(), 1);
    fit(
            inner,
            (y, batch) -> new SquaredError().mean(y, batch.targets()),
            Dataset.of(encoder.forward(encoder.rows(train)), unit.apply(prices)),
            quick);
    var price = Sequential.of(encoder, inner, Standardize.of(unit.inverse()));
    var asked = test.numbers("price");
    IO.println("price: " + RegressionErrors.of(price.forward(encoder.rows(test)), asked));
    IO.println("the mean: " + RegressionErrors.of(asked.mul(0).add(prices.mean()), asked));
    SavedModel.of(price, Provenance.here().seed(7).entries()).write(folder.resolve("price.safetensors"));

    var names = flats.categories("sale").names().toSortedList().toImmutable();
    var sale = flatNetwork(encoder.width(), names.size());
    fit(
            sale,
            (y, batch) -> new CrossEntropy().mean(y, batch.labels()),
            Dataset.of(encoder.forward(encoder.rows(train)), train.labels("sale", names)),
            quick);
    var told = Sequential.of(encoder, sale);
    var answers = Dataset.of(encoder.rows(test), test.labels("sale", names));
    IO.println("sale: " + Evaluation.of(told, answers));
    IO.println("the most frequent class: " + Numbers.percent((double) answers.classCounts().max() / answers.size()));
    SavedModel.of(told, Provenance.here().seed(7).entries()).write(folder.resolve("sale.safetensors"));
}

Sequential flatNetwork(int inputs, int outputs) {
    var random = Randomness.seeded(7);
    return Sequential.of(Linear.of(inputs, 32, random), new ReLU(), Linear.of(32, outputs, random));
}

void fit(Layer model, Objective objective, Dataset data, boolean quick) {
    Trainer.of(model, objective, new AdamW().of(model).learningRate(0.005))
            .epochs(quick ? 20 : 40)
            .batchSize(32)
            .seed(7)
            .train(data);
}

/** Models from their files alone; each row is asked for by the names of its columns. */
void serve(Path folder) throws Exception {
    var price = servedModel(SavedModel.read(folder.resolve("price.safetensors")), 1, true);
    var sale = servedModel(SavedModel.read(folder.resolve("sale.safetensors")), 3, false);
    List<Map<String, ?>> asked = List.of(
            Map.of("area", 72.5, "rooms", 3, "town", "Bergen", "listed", "2024-05-17"),
            Map.of("area", 31, "rooms", "", "town", "Atlantis", "listed", ""));
    try (var threads = Executors.newFixedThreadPool(8)) {
        for (Map<String, ?> flat : asked) {
            Callable<String> both = () -> answer(price, flat) + " " + answer(sale, flat);
            var answers = new TreeSet<String>();
            for (var one : threads.invokeAll(Collections.nCopies(8, both))) {
                answers.add(one.get());
            }
            IO.println("8 threads: price and scores of a flat in " + flat.get("town") + " " + answers);
        }
    }
}

Sequential servedModel(SavedModel saved, int outputs, boolean hasUnit) {
    var encoder = TableEncoder.of(saved, "0");
    var inner = flatNetwork(encoder.width(), outputs);
    var model = hasUnit ? Sequential.of(encoder, inner, Standardize.of(1)) : Sequential.of(encoder, inner);
    saved.into(model);
    return model;
}

String answer(Sequential model, Map<String, ?> row) {
    var encoder = (TableEncoder) model.layers().getFirst();
    return Arrays.toString(model.forward(encoder.rows(row)).toFloatArray());
}

/** Flats with gaps: large ones in Oslo are dear, and sold quickly in spring. */
String flats(int rows, Randomness random) {
    var towns = List.of("Oslo", "Oslo", "Oslo", "Bergen", "Bergen", "Moss", "Moss", "Hamar");
    var text = new StringBuilder("area,rooms,town,listed,price,sale\n");
    for (int row = 0; row < rows; row++) {
        int rooms = 1 + random.nextInt(5);
        double area = 20 + 18 * rooms + 5 * random.nextGaussian();
        String town = random.nextInt(200) == 0 ? "Narvik" : towns.get(random.nextInt(towns.size()));
        var listed = LocalDate.of(2022, 1, 1).plusDays(random.nextInt(3 * 365));
        double spring = StrictMath.cos(2 * Math.PI * (listed.getDayOfYear() - 130) / 365);
        double price = area * (town.equals("Oslo") ? 9 : 5) * (1 + 0.1 * spring) + 15 * random.nextGaussian();
        double haste = 2 * spring + (town.equals("Oslo") == area > 70 ? 1 : -1) + 0.5 * random.nextGaussian();
        text.append(random.nextInt(12) == 0 ? "" : Math.round(area) + "")
                .append(random.nextInt(12) == 0 ? "," : "," + rooms)
                .append("," + town)
                .append(random.nextInt(20) == 0 ? "," : "," + listed)
                .append("," + Math.round(price))
                .append(haste > 1 ? ",quick\n" : haste > -1 ? ",usual\n" : ",slow\n");
    }
    return text.toString();
}
