package gradus.nn.train.planted;

import me.tongfei.progressbar.ProgressBar;

/** Breaks a rule on purpose: the architecture test must find it. */
public final class TrainerUsesBar {
    ProgressBar bar() {
        return new ProgressBar("work", 1);
    }
}
