/**
 * How this program reaches a provider: name lookup, trust, server names, the company's proxy, the provider's key, sockets
 * and the HTTP client. The only sockets that this application opens are here. Knows nothing of what is asked, nor of what
 * a response means.
 */
@NullMarked
package dev.ccproxy.upstream;

import org.jspecify.annotations.NullMarked;
