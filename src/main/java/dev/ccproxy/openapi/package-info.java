/** The description of the API. */
@NullMarked
package dev.ccproxy.openapi;

import org.jspecify.annotations.NullMarked;
