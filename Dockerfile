# The suite's production image: Odoo's official image, the OCA addons and libraries it lacks, our addons.
# ODOO_IMAGE can name a dated tag (odoo:19.0-YYYYMMDD) to build exactly the same thing again.
ARG ODOO_IMAGE=odoo:19.0
FROM ${ODOO_IMAGE}

USER root
# One lock for development and production. Odoo's own libraries come with the image (Ubuntu packages, which
# pip must not touch: --no-deps); the script prints the rest of the lock, and the second call proves it.
COPY requirements.in requirements.txt config/docker/image_requirements.py /opt/duret/build/
RUN python3 /opt/duret/build/image_requirements.py /opt/duret/build > /opt/duret/build/image.txt \
    && pip3 install --no-cache-dir --break-system-packages --no-deps -r /opt/duret/build/image.txt \
    && python3 /opt/duret/build/image_requirements.py /opt/duret/build --check

COPY --chown=root:root addons /mnt/extra-addons
COPY --chown=root:root config/odoo.conf /etc/odoo/odoo.conf
COPY --chown=root:root config/docker config/backup.py /opt/duret/
COPY --chown=root:root config/duret_backup /opt/duret/duret_backup
# The code belongs to root and the server runs as odoo: what is attacked cannot rewrite itself.
# New volumes take the owner of these folders.
RUN chmod -R a+rX,go-w /mnt/extra-addons /etc/odoo /opt/duret \
    && ln -s /opt/duret/backup.py /usr/local/bin/duret-backup \
    && install -d -o odoo -g odoo -m 750 /var/log/odoo /var/backups/duret /srv/sage

USER odoo
ENV ODOO_RC=/etc/odoo/odoo.conf \
    TZ=Europe/Paris \
    PYTHONUNBUFFERED=1
EXPOSE 8069 8072
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=4 \
    CMD curl -fsS "http://127.0.0.1:8069/web/health?db_server_status=1" || exit 1
ENTRYPOINT ["/opt/duret/entrypoint.sh"]
CMD ["odoo"]
