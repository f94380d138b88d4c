#!/bin/sh
# A Docker engine in the folder $1, as the first process of its own process namespace and on mounts of its own: the engine, its
# containers and what they mounted end with this script, and that ends with its standard input, however the test ends.
set -u
dir=$1
mount --make-rprivate /
echo 1 > /proc/sys/net/ipv4/ip_forward
dockerd --data-root="$dir/data" --exec-root="$dir/exec" --pidfile="$dir/pid" -H "unix://$dir/docker.sock" \
  --cgroup-parent "/$(basename "$dir")" --exec-opt native.cgroupdriver=cgroupfs \
  --default-address-pool base=10.213.0.0/16,size=24 --bip 10.212.0.1/24 > "$dir/dockerd.log" 2>&1 &
exec cat > /dev/null
