/** The program saltban-agent: its commands, and the path of the data in one file. */
@NullMarked
package net.saltban.agent;

import org.jspecify.annotations.NullMarked;
