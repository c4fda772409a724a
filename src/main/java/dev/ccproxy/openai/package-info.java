/**
 * OpenAI's chat completions in terms of the Messages API: a request, a response and a stream each. Pure: knows no socket, no
 * thread and no server. In what models and providers differ is data, in {@code quirks.txt}, and so is what errors mean, in
 * {@code errors.txt}.
 */
@NullMarked
package dev.ccproxy.openai;

import org.jspecify.annotations.NullMarked;
