// SPDX-License-Identifier: Apache-2.0
/** Where a file that was found outside came from. Start reading at {@link io.shouxin.cli.trace.TraceCommand}. */
package io.shouxin.cli.trace;
