#include <libpq-fe.h>
// Wakes a connection's thread; Swift's Glibc module leaves it out.
#include <sys/eventfd.h>
