/** Where the application begins and ends. */
@NullMarked
package dev.ccproxy;

import org.jspecify.annotations.NullMarked;
