// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.witness;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.util.List;

/**
 * What a witness is and whom it watches; used by {@link WitnessServer} alone.
 *
 * @param name of its key, such as {@code witness.example/regulator}
 * @param logs the verifier keys of the logs, whose names are the logs' origins
 * @param mlDsa whether it cosigns with ML-DSA-44 too, which C2SP asks of witnesses
 * @param state the folder with its key and what it saw of each log; empty: {@code witness} under the home
 */
@ConfigurationProperties("shouxin.witness")
record WitnessSettings(@DefaultValue("") String name, @DefaultValue List<String> logs,
        @DefaultValue("false") boolean mlDsa, @DefaultValue("") String state) {}
