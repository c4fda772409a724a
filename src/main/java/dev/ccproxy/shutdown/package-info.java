/**
 * How this application goes out of service: load balancers can notice in time, before the server closes its sockets.
 * Knows nothing of what the application does.
 */
@NullMarked
package dev.ccproxy.shutdown;

import org.jspecify.annotations.NullMarked;
