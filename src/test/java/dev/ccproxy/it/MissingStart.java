package dev.ccproxy.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Why a server has not started in time.
 *
 * @param log the end of its log
 * @param threads the stacks of its main thread and of all that are in our code
 */
record MissingStart(String log, String threads) {

    /** As much of a log as fits a screen or two. */
    private static final int SHOWN = 4000;

    private static final String UNKNOWN = "unknown: the JVM does not answer jstack";

    /** By the whole log, and by the process, which still runs. */
    static MissingStart of(ProcessHandle server, String log) {
        return new MissingStart(end(log), threads(server));
    }

    static String end(String log) {
        return log.substring(Math.max(0, log.length() - SHOWN));
    }

    private static String threads(ProcessHandle server) {
        try {
            return Jvm.tool("jstack", Long.toString(server.pid()))
                    .map(all -> Stream.of(all.split("\n\n"))
                            .filter(stack -> stack.startsWith("\"main\"") || stack.contains("dev.ccproxy"))
                            .collect(Collectors.joining("\n\n")))
                    .orElse(UNKNOWN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Whether the server itself has failed, before it has looked at any application: of a hundred starts of Payara Micro 7 one
     * hangs, where two threads of its service locator, HK2, wait for each other; and of some thousand of Payara Micro 6 one
     * deploys nothing, because its main thread has no context class loader when it reads the server's own policy. A JVM that
     * has nothing to say before it has looked at an application has failed, too.
     */
    boolean isInServersOwnBoot() {
        boolean hangs = threads.contains("RunLevelControllerImpl.proceedTo") || threads.equals(UNKNOWN);
        boolean hasNoLoader = log.contains("com.sun.enterprise.security.PolicyLoader.loadClass");
        return (hangs || hasNoLoader) && !threads.contains("dev.ccproxy") && !log.contains("dev.ccproxy");
    }

    @Override
    public String toString() {
        return "no start; the end of its log:\n" + log + "\nand what its threads do:\n" + threads;
    }
}
