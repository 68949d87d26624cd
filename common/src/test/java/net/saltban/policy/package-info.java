/** Tests of the policy, and samples of evidence that other modules' tests use too. */
@NullMarked
package net.saltban.policy;

import org.jspecify.annotations.NullMarked;
