/**
 * The configuration: read once, validated as a whole, immutable from then on. The only reader of MicroProfile
 * Config; knows nothing of HTTP, providers' states or the servers.
 */
@NullMarked
package dev.ccproxy.config;

import org.jspecify.annotations.NullMarked;
