"""The lab: real Salt, sshd and nftables on one machine.

A lab is one process tree in namespaces of its own. Its first process (`inside`) is the router and the parent of all
machines; each machine is again a set of namespaces with a file system of its own over that of the host. When the first
process ends, the kernel ends everything else: no mount, namespace or interface of the host is ever touched.
"""
