package gradus.spark;

import java.net.InetSocketAddress;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;

/**
 * What each worker tells all others once: where it listens, and how many examples are in each part
 * that it has.
 */
record Greeting(InetSocketAddress address, ImmutableIntList sizes) {
    /** The address and then the numbers, with spaces in between. */
    String words() {
        return address.getHostString() + " " + address.getPort() + sizes.makeString(" ", " ", "");
    }

    static Greeting of(String words) {
        String[] parts = words.strip().split(" ");
        return new Greeting(
                new InetSocketAddress(parts[0], Integer.parseInt(parts[1])),
                Lists.immutable.with(parts).drop(2).collectInt(Integer::parseInt));
    }
}
