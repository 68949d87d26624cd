package net.saltban.source;

/**
 * What makes a file itself while it lives: a renamed file keeps it, a copy has another, and the file system may give it
 * to a new file once the old one is gone.
 *
 * @param device number of the file system ({@code st_dev})
 * @param inode number within it ({@code st_ino})
 */
record FileIdentity(long device, long inode) {}
