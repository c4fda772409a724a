package dev.ccproxy.gateway;

import dev.ccproxy.http.ErrorException;
import dev.ccproxy.http.ErrorType;
import java.util.concurrent.atomic.AtomicLong;

/** How many bytes of bodies all requests may hold at once. It is charged as bytes arrive, not by what is announced. */
final class MemoryBudget {

    private final AtomicLong left;

    MemoryBudget(long bytes) {
        left = new AtomicLong(bytes);
    }

    /** What one request holds; closing it gives everything back. */
    Share share() {
        return new Share();
    }

    long left() {
        return left.get();
    }

    /** Used by one thread. */
    final class Share implements AutoCloseable {

        private long taken;

        private Share() {}

        /**
         * Takes so many bytes more.
         *
         * @throws ErrorException 529 if fewer are left
         */
        void take(long bytes) {
            if (left.addAndGet(-bytes) < 0) {
                left.addAndGet(bytes);
                throw new ErrorException(
                        ErrorType.OVERLOADED,
                        "The bodies of the requests under way take all the memory there is for them");
            }
            taken += bytes;
        }

        /** How many bytes are taken. */
        long taken() {
            return taken;
        }

        /** Gives back some of what was taken. */
        void giveBack(long bytes) {
            taken -= bytes;
            left.addAndGet(bytes);
        }

        /** Gives back everything that was taken. */
        @Override
        public void close() {
            giveBack(taken);
        }
    }
}
