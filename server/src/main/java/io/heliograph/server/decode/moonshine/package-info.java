/** The Moonshine model family: encoder, decoder with cache, tokenizer, greedy search with a draft. */
@NullMarked
package io.heliograph.server.decode.moonshine;

import org.jspecify.annotations.NullMarked;
