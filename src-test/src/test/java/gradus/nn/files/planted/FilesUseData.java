package gradus.nn.files.planted;

import gradus.nn.data.Batch;

/** Breaks a rule on purpose: the architecture test must find it. */
public final class FilesUseData {
    String words(Batch batch) {
        return batch.toString();
    }
}
