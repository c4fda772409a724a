/** {@code /v1}: the way of a request from the client to a provider, and of the response back. Nobody imports it. */
@NullMarked
package dev.ccproxy.gateway;

import org.jspecify.annotations.NullMarked;
