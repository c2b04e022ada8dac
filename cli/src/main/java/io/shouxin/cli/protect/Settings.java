// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.protect;

import java.nio.charset.Charset;
import java.nio.file.Path;

/**
 * What the user said about a run.
 *
 * @param rejects null for no file of them
 * @param encoding null to be found out
 * @param separator 0 to be found out
 */
record Settings(Path input, Path output, Path rejects, String planHash, Charset encoding, char separator,
        boolean startOver) {}
