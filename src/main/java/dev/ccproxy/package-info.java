/** Where the application starts and stops. */
@NullMarked
package dev.ccproxy;

import org.jspecify.annotations.NullMarked;
