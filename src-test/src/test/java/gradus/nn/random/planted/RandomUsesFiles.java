package gradus.nn.random.planted;

import gradus.nn.files.SavedModel;

/** Breaks a rule on purpose: the architecture test must find it. */
public final class RandomUsesFiles {
    String words(SavedModel model) {
        return model.toString();
    }
}
