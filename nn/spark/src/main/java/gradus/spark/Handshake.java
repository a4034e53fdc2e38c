package gradus.spark;

import java.io.EOFException;
import java.io.IOException;
import java.io.Serializable;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How two processes show each other that they know the token of a run, without saying it: each sends
 * random bytes, and answers those of the other with their HMAC-SHA256 (RFC 2104) by the token. The
 * caller's answer also covers its rank.
 */
final class Handshake implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final String ALGORITHM = "HmacSHA256";
    private static final int LENGTH = 32;
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final byte CALLER = 1;
    private static final byte HOST = 2;

    private final byte[] token = random();

    private static byte[] random() {
        byte[] bytes = new byte[LENGTH];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    /** On the side that was called: the rank of the caller, who has ten seconds. */
    int accept(Connection connection) throws IOException {
        connection.hurry(LIMIT);
        byte[] challenge = random();
        connection.write(ByteBuffer.wrap(challenge));
        ByteBuffer answer = ByteBuffer.allocate(Integer.BYTES + 2 * LENGTH);
        connection.read(answer);
        answer.flip();
        int rank = answer.getInt();
        byte[] callers = take(answer);
        requireEqual(take(answer), mac(CALLER, challenge, callers, rank));
        connection.write(ByteBuffer.wrap(mac(HOST, callers, challenge, rank)));
        connection.relax();
        return rank;
    }

    /** The other side has hung up without a challenge: too many callers show the token at once. */
    static final class NoPlaceException extends IOException {
        private static final long serialVersionUID = 1L;

        NoPlaceException() {
            super("the other side has hung up before it asked for the token");
        }
    }

    /**
     * Calls a process, and shows it the token.
     *
     * @param patience of the connection, and for the call
     */
    Connection connect(InetSocketAddress address, Duration patience, int rank) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.socket().connect(address, (int) Math.max(1, patience.toMillis())); // 0 would be for ever
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
        Connection connection = new Connection(channel, patience);
        try {
            call(connection, rank);
        } catch (IOException | RuntimeException failure) {
            connection.close();
            throw failure;
        }
        return connection;
    }

    /** On the side that calls, with its rank. */
    void call(Connection connection, int rank) throws IOException {
        ByteBuffer challenge = ByteBuffer.allocate(LENGTH);
        try {
            connection.read(challenge);
        } catch (EOFException _) {
            throw new NoPlaceException();
        }
        byte[] own = random();
        byte[] answer = mac(CALLER, challenge.array(), own, rank);
        ByteBuffer sent = ByteBuffer.allocate(Integer.BYTES + 2 * LENGTH);
        sent.putInt(rank).put(own).put(answer).flip();
        connection.write(sent);
        ByteBuffer theirs = ByteBuffer.allocate(LENGTH);
        connection.read(theirs);
        requireEqual(theirs.array(), mac(HOST, own, challenge.array(), rank));
    }

    private static byte[] take(ByteBuffer bytes) {
        byte[] taken = new byte[LENGTH];
        bytes.get(taken);
        return taken;
    }

    private static void requireEqual(byte[] answer, byte[] expected) throws IOException {
        if (!MessageDigest.isEqual(answer, expected)) {
            throw new IOException("the other side does not know the token of this run");
        }
    }

    private byte[] mac(byte side, byte[] first, byte[] second, int rank) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(token, ALGORITHM));
            mac.update(side);
            mac.update(first);
            mac.update(second);
            mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(rank).flip());
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
