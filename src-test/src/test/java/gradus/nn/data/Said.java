package gradus.nn.data;

import java.io.IOException;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.MutableList;

/** What the logger {@code gradus} says, which is not shown meanwhile. */
public final class Said extends Handler {
    private final MutableList<String> lines = Lists.mutable.empty();

    private Said() {}

    /** What is tried. */
    public interface Action {
        void run() throws IOException;
    }

    public static MutableList<String> during(Action action) throws IOException {
        Logger logger = Logger.getLogger("gradus");
        boolean shown = logger.getUseParentHandlers();
        var said = new Said();
        logger.addHandler(said);
        logger.setUseParentHandlers(false);
        try {
            action.run();
        } finally {
            logger.removeHandler(said);
            logger.setUseParentHandlers(shown);
        }
        return said.lines;
    }

    @Override
    public void publish(LogRecord line) {
        lines.add(line.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
