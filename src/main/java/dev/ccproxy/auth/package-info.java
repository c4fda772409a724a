/**
 * Who asks, and who may. Knows nothing of the resources beyond method, path and {@link dev.ccproxy.auth.Public}.
 */
@NullMarked
package dev.ccproxy.auth;

import org.jspecify.annotations.NullMarked;
