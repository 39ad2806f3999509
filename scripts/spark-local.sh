#!/bin/sh
# A Spark Connect server on this machine while a command runs, which finds it in NYAASTATS_ENGINE and NYAASTATS_SCRATCH.
#   spark-local.sh sail COMMAND…   Sail, from the packages of the tests
#   spark-local.sh spark COMMAND…  Apache Spark: a standalone master, two workers, a Connect server; installs it first
# As in: scripts/spark-local.sh sail .venv/bin/nyaastats etl --archive nyaastats.archive
set -eu
cd "$(dirname "$0")/.."
PORT=${PORT:-15002}
UI_PORT=${UI_PORT:-14040}
MASTER_PORT=${MASTER_PORT:-17077}
HOST=127.0.0.1
WAIT_SECONDS=120
STARTED=""

install_java() {
  if command -v java >/dev/null; then return; fi
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq >&2
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends default-jre-headless >&2
    return
  fi
  echo "no Java for Apache Spark: install 17 or newer (Debian: apt-get install default-jre-headless)" >&2
  exit 1
}

# In an environment of its own, because it brings the same package as its client; of the client's version.
install_spark() {
  if [ -e build/spark/installed ]; then return; fi
  version=$(sed -n 's/.*"pyspark-client==\([0-9.]*\)".*/\1/p' pyproject.toml)
  .venv/bin/python -m venv --clear build/spark
  build/spark/bin/python -m pip install --quiet --disable-pip-version-check "pyspark==$version"
  touch build/spark/installed
}

# start NAME COMMAND…: in the background, its output in a log.
start() {
  name=$1
  shift
  "$@" >"$WORK/$name.log" 2>&1 &
  STARTED="$! $STARTED"
}

# Only what was started here, and the executors, which end with their workers.
stop() {
  for process in $STARTED; do kill "$process" 2>/dev/null || true; done
  for process in $STARTED; do wait "$process" 2>/dev/null || true; done
  rm -rf "$WORK"
}

await_port() {
  waited=0
  until .venv/bin/python -c "import socket; socket.create_connection(('$HOST', $1), 1)" 2>/dev/null; do
    waited=$((waited + 1))
    if [ "$waited" -gt "$WAIT_SECONDS" ]; then
      echo "nothing answers at port $1 after $WAIT_SECONDS s:" >&2
      tail -n 20 "$WORK"/*.log >&2
      exit 1
    fi
    sleep 1
  done
}

start_sail() {
  start sail .venv/bin/sail spark server --ip "$HOST" --port "$PORT"
}

start_spark() {
  install_java
  install_spark
  SPARK_HOME=$(build/spark/bin/python -c 'import pyspark; print(*pyspark.__path__)')
  export SPARK_HOME SPARK_LOCAL_IP=$HOST
  start master "$SPARK_HOME/bin/spark-class" org.apache.spark.deploy.master.Master \
    --host "$HOST" --port "$MASTER_PORT" --webui-port 0
  await_port "$MASTER_PORT"
  for number in 1 2; do
    start "worker$number" "$SPARK_HOME/bin/spark-class" org.apache.spark.deploy.worker.Worker \
      --host "$HOST" --webui-port 0 --cores 1 --memory 1g --work-dir "$WORK/worker$number" "spark://$HOST:$MASTER_PORT"
  done
  # Few partitions: the seasons of the tests are small.
  start connect "$SPARK_HOME/bin/spark-submit" --class org.apache.spark.sql.connect.service.SparkConnectServer \
    --master "spark://$HOST:$MASTER_PORT" --executor-memory 900m \
    --conf "spark.connect.grpc.binding.address=$HOST" --conf "spark.connect.grpc.binding.port=$PORT" \
    --conf "spark.ui.port=$UI_PORT" --conf spark.sql.shuffle.partitions=4 spark-internal
  export SPARK_UI="http://$HOST:$UI_PORT"
}

usage() {
  echo "usage: spark-local.sh sail|spark COMMAND…" >&2
  exit 2
}

if [ $# -lt 2 ]; then usage; fi
WORK=$(mktemp -d)
mkdir "$WORK/scratch"
trap stop EXIT
trap 'exit 1' HUP INT TERM
case "$1" in
  sail) start_sail ;;
  spark) start_spark ;;
  *) usage ;;
esac
shift
await_port "$PORT"
export NYAASTATS_ENGINE="sc://$HOST:$PORT" NYAASTATS_SCRATCH="$WORK/scratch"
"$@"
