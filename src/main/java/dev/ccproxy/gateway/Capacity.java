package dev.ccproxy.gateway;

import dev.ccproxy.config.GatewaySettings;
import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** How much may be under way at once on this machine. */
record Capacity(int maxRequests, long bodyBytes, String limitedBy) {

    /** What a stream takes of the heap on either server, beside its body, with room to spare. */
    private static final long HEAP_A_REQUEST = 128 * 1024;

    /** The client's connection and the provider's, and one for what else is open meanwhile. */
    private static final long DESCRIPTORS_A_REQUEST = 3;

    private static final long OTHER_DESCRIPTORS = 512;

    /** Platform threads have a stack each; more of them are the operator's choice. */
    private static final int PLATFORM_THREADS = 500;

    private static final int MOST = 100_000;

    /** What is configured, or else the least of what heap, file descriptors and threads allow. */
    static Capacity of(GatewaySettings settings) {
        long heap = Runtime.getRuntime().maxMemory();
        long bodyBytes = Math.max(heap / 4, settings.maxBody());
        if (settings.maxRequests() != null) {
            return new Capacity(settings.maxRequests(), bodyBytes, "ccproxy.gateway.max-requests");
        }
        long byHeap = heap / 2 / HEAP_A_REQUEST;
        long byDescriptors = (maxDescriptors() - OTHER_DESCRIPTORS) / DESCRIPTORS_A_REQUEST;
        long byThreads = RequestThreads.areVirtual() ? MOST : PLATFORM_THREADS;
        long least = Math.min(Math.min(byHeap, byDescriptors), byThreads);
        String limitedBy = least == byThreads ? "threads" : least == byHeap ? "the heap" : "file descriptors";
        return new Capacity((int) Math.max(least, 2), bodyBytes, limitedBy);
    }

    private static long maxDescriptors() {
        try {
            MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            Object max = server.getAttribute(
                    new ObjectName(ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME), "MaxFileDescriptorCount");
            return (Long) max;
        } catch (JMException e) {
            // Not a Unix: there is no such limit.
            return Long.MAX_VALUE;
        }
    }
}
