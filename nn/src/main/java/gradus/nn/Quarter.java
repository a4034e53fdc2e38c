package gradus.nn;

import gradus.autodiff.Placeholder;
import tools.jackson.databind.json.JsonMapper;

/** Placeholder. */
public final class Quarter {
    private Quarter() {}

    public static double of(double x) {
        return Placeholder.half(Placeholder.half(x));
    }

    public static String json(double x) {
        return new JsonMapper().writeValueAsString(of(x));
    }
}
