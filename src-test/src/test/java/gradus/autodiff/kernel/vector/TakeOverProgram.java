package gradus.autodiff.kernel.vector;

/** A loop of its own that practices while it is used, takes over, and is looked at. */
final class TakeOverProgram {
    static final String TAKEN_OVER = "taken over";
    static final String SEEN = "seen to be used";

    /** After these the compiler has made good code of a method, and more. */
    private static final int MANY = 20_000;

    private static final int STEPS = 20;

    private static long now;
    private static int vectorCalls;
    private static int plainCalls;

    /** Practices by calls of what chooses between the two. */
    private static final WarmUpF32 LOOP = new WarmUpF32(
            "example",
            () -> new RaceF32(
                    (_, _, _, _) -> call(), (_, _, _, _) -> now += 20, (_, _, _, _) -> now += 100, () -> now));

    private TakeOverProgram() {}

    private static void callOften() {
        for (int i = 0; i < MANY; i++) {
            call();
        }
    }

    private static void call() {
        if (LOOP.isReady(1)) {
            vectorCalls++;
        } else {
            plainCalls++;
        }
    }

    public static void main(String[] arguments) {
        for (int step = 0; step < STEPS; step++) {
            LOOP.step();
        }
        callOften();
        long pause = LOOP.step();
        while (pause == 0) {
            callOften();
            pause = LOOP.step();
        }
        IO.println(TAKEN_OVER);
        callOften();
        long next = LOOP.step();
        callOften();
        IO.println(next > pause && LOOP.step() > next ? SEEN : "not seen to be used");
        callOften();
        IO.println("vector " + vectorCalls + ", plain " + plainCalls);
    }
}
