/** ONNX Runtime behind a small face: sessions, direct tensors, errors with names and shapes. */
@NullMarked
package io.heliograph.server.decode.onnx;

import org.jspecify.annotations.NullMarked;
